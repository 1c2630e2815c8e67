package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The parameters of a policy in a file: YAML or JSON, bare or as the section {@code policy} of a whole file. */
final class PolicyParametersFile {

    private static final YAMLMapper YAML = new YAMLMapper();

    private PolicyParametersFile() {}

    /**
     * Reads the file.
     *
     * @throws IOException when it cannot be read, told in words
     */
    static ObjectNode read(Path file) throws IOException {
        JsonNode read;
        try {
            read = YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + e.getOriginalMessage(), e);
        }
        if (read == null || read.isMissingNode() || read.isNull()) {
            return Json.mapper().createObjectNode();
        }
        if (!read.isObject()) {
            throw new IOException(file + ": a mapping of parameters is needed, such as \"environmentFloor: 0.7\"");
        }
        ObjectNode parameters = read.path("policy").isObject() ? (ObjectNode) read.get("policy") : (ObjectNode) read;
        // A copy of the shipped file names a version; a stored policy has one of its own.
        parameters.remove("version");
        return parameters;
    }
}

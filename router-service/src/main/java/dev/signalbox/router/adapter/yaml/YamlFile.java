package dev.signalbox.router.adapter.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a YAML file: the operator's where one is named, else the one that is shipped. */
final class YamlFile {

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private YamlFile() {}

    /** The shipped file. */
    static YamlSection shipped(String resource) {
        try (InputStream stream = YamlFile.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException(resource + " is not in the application");
            }
            return parsed(resource, MAPPER.readTree(stream));
        } catch (IOException e) {
            throw unreadable(resource, e);
        }
    }

    /** A file of the operator. */
    static YamlSection at(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return parsed(file.toString(), MAPPER.readTree(stream));
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static YamlSection parsed(String name, JsonNode root) {
        return YamlSection.root(name, root);
    }

    private static IllegalArgumentException unreadable(String name, IOException cause) {
        String why = cause instanceof JsonProcessingException syntax
                ? syntax.getOriginalMessage() + place(syntax)
                : "cannot be read: " + cause.getMessage();
        return new IllegalArgumentException(name + ": " + why, cause);
    }

    private static String place(JsonProcessingException syntax) {
        return syntax.getLocation() == null
                ? ""
                : " (line " + syntax.getLocation().getLineNr() + ")";
    }
}

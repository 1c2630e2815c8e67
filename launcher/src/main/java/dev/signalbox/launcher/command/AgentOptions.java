package dev.signalbox.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who works on a prompt, and within what limits. */
final class AgentOptions {

    @Option(
            names = {"-m", "--model"},
            description = "haiku, sonnet, opus or a full id.")
    private @Nullable String model;

    @Option(names = "--agent", description = "Which agent works on it.")
    private @Nullable String agent;

    @Option(
            names = "--session",
            description = "The session that the task belongs to; its agents remember what was said in it.")
    private @Nullable String session;

    @Option(names = "--max-turns", paramLabel = "N", description = "Most calls of a model.")
    private @Nullable Integer maximumTurns;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens read and written by models.")
    private @Nullable Long maximumTokens;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description =
                    "The answer is to be JSON that is valid by this JSON Schema; it alone goes to standard output.")
    private @Nullable Path schema;

    @Option(names = "--no-input", description = "Do not ask here what an agent asks.")
    private boolean noInput;

    @Nullable
    String model() {
        return model;
    }

    @Nullable
    AgentId agent() {
        return agent == null ? null : new AgentId(agent);
    }

    @Nullable
    String session() {
        return session;
    }

    @Nullable
    Integer maximumTurns() {
        return maximumTurns;
    }

    @Nullable
    Long maximumTokens() {
        return maximumTokens;
    }

    boolean structured() {
        return schema != null;
    }

    boolean noInput() {
        return noInput;
    }

    /**
     * What the answer must be valid by.
     *
     * @throws IOException with a message for the user
     */
    @Nullable
    JsonNode answerSchema() throws IOException {
        if (schema == null) {
            return null;
        }
        try {
            return Json.mapper().readTree(Files.readString(schema));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    schema + " is no JSON: line " + e.getLocation().getLineNr(), e);
        }
    }
}

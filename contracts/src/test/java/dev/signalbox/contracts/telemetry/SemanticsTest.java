package dev.signalbox.contracts.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of the conventions stand in {@link Semantics} and nowhere else. */
class SemanticsTest {

    private static final Path PROJECT = Path.of("..");

    /** A name of the conventions as a literal, or a way to write one. */
    private static final Pattern NAME = Pattern.compile("\"(messaging|gen_ai|mcp|rpc|http\\.request|http\\.response|"
            + "url\\.|server\\.address|error\\.type|exception)[a-z._]*\\.[a-z_.]+\"|\"(error\\.type)\""
            + "|AttributeKey\\.\\w+Key\\(|\\.setAttribute\\(\\s*\"");

    private static List<String> literals(String source) {
        return NAME.matcher(source).results().map(found -> found.group()).toList();
    }

    @Test
    void nobodyElseWritesAName() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> modules;
        try (Stream<Path> folders = Files.list(PROJECT)) {
            modules = folders.map(folder -> folder.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        assertThat(modules).as("modules with sources").hasSizeGreaterThan(8);
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .filter(path -> !path.endsWith("telemetry/Semantics.java"))
                        .toList()) {
                    literals(Files.readString(file)).forEach(literal -> found.add(file + ": " + literal));
                }
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void theRuleFindsWhatItForbids() {
        assertThat(literals("span.setAttribute(\"gen_ai.usage.input_tokens\", 1)"))
                .hasSize(1);
        assertThat(literals("AttributeKey.stringKey(name)")).hasSize(1);
        assertThat(literals("with(\"messaging.system\", \"kafka\")")).hasSize(1);
        assertThat(literals("Counter.builder(\"signalbox.tasks\")")).isEmpty();
    }
}

package dev.signalbox.gateway.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The document as JSON is made from the one in YAML. After a change there: {@code ./mvnw test -pl gateway-service -am
 * -Dtest=OpenApiDocumentTest -Dsignalbox.write=true -Dsurefire.failIfNoSpecifiedTests=false}
 */
class OpenApiDocumentTest {

    private static final Path FOLDER = Path.of("src/main/resources/META-INF");

    @Test
    void theDocumentIsTheSameAsJson() throws IOException {
        JsonNode document =
                new YAMLMapper().readTree(FOLDER.resolve("openapi.yaml").toFile());
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        String made = new ObjectMapper()
                        .writer(new DefaultPrettyPrinter()
                                .withObjectIndenter(lines)
                                .withArrayIndenter(lines))
                        .writeValueAsString(document)
                + "\n";
        Path file = FOLDER.resolve("openapi.json");
        if (Boolean.getBoolean("signalbox.write")) {
            Files.writeString(file, made);
        }

        assertThat(file)
                .as("made from openapi.yaml; -Dsignalbox.write=true writes it")
                .hasContent(made);
    }
}

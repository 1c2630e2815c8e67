package dev.signalbox.gateway.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** They would be read as texts. */
    @Test
    void theDocumentHasNoAliases() throws IOException {
        try (YAMLParser parser =
                new YAMLFactory().createParser(FOLDER.resolve("openapi.yaml").toFile())) {
            while (parser.nextToken() != null) {
                assertThat(parser.isCurrentAlias())
                        .as("alias at line " + parser.currentLocation().getLineNr())
                        .isFalse();
            }
        }
    }

    /** What a colon, a comma or a brace that nobody quoted makes of a description. */
    @Test
    void nothingInTheDocumentIsEmpty() throws IOException {
        JsonNode document =
                new YAMLMapper().readTree(FOLDER.resolve("openapi.yaml").toFile());
        assertThat(document.path("paths")).hasSizeGreaterThan(50);
        assertThat(emptyFields(document, "")).isEmpty();
    }

    private static List<String> emptyFields(JsonNode node, String path) {
        List<String> empty = new ArrayList<>();
        node.properties().forEach(field -> {
            String at = path + "/" + field.getKey();
            if (field.getValue().isNull()) {
                empty.add(at);
            }
            empty.addAll(emptyFields(field.getValue(), at));
        });
        if (node.isArray()) {
            node.forEach(element -> empty.addAll(emptyFields(element, path + "/-")));
        }
        return empty;
    }
}

package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every object, those of operators too, against the schemas of its definition, which packages on npm hold: Strimzi,
 * CloudNativePG, KEDA, the Gateway API, the Prometheus operator, and Kubernetes itself.
 */
class KubernetesSchemasIT {

    private static final Path FOLDER = Path.of("target", "kubernetes-schemas").toAbsolutePath();

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(FOLDER);
        String wanted = Checkout.resource("schemas/package.json");
        Files.writeString(FOLDER.resolve("package.json"), wanted);
        Files.writeString(FOLDER.resolve("check.mjs"), Checkout.resource("schemas/check.mjs"));
        assumeThat(run("node", "--version")).as("Node.js is here").startsWith("v");
        Path installed = FOLDER.resolve("installed.json");
        if (!Files.exists(installed) || !Files.readString(installed).equals(wanted)) {
            String said = run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
            assumeThat(Files.exists(FOLDER.resolve("node_modules/kubernetes-models")))
                    .as("npm installs the packages: " + said)
                    .isTrue();
            Files.copy(FOLDER.resolve("package.json"), installed, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "existing-servers", "secure-servers"})
    void everyObjectIsOneOfItsDefinition(String overlay) throws Exception {
        assertThat(faults(KubernetesTest.overlay(overlay).all())).isEmpty();
    }

    @Test
    void misspeltAndMistypedFieldsAreFound() throws Exception {
        assertThat(faults(Checkout.yaml(Checkout.resource("schemas/misspelt.yaml"))))
                .hasSize(6)
                .anyMatch(fault -> fault.startsWith("ScaledObject one: /spec/triggers/0/metadata/threshold type"))
                .contains("ScaledObject one: /spec/minReplicas is unknown")
                .anyMatch(fault -> fault.startsWith("Kafka two: /spec/kafka/listeners/0/type enum"))
                .contains("Kafka two: /spec/kafka/replicas is unknown")
                .anyMatch(fault -> fault.startsWith("Cluster three: /spec/instances type"))
                .contains("Cluster three: /spec/storage/klass is unknown");
    }

    private static List<String> faults(List<JsonNode> objects) throws Exception {
        Path file = Files.createTempFile(FOLDER, "objects", ".json");
        try {
            Checkout.JSON.writeValue(file.toFile(), objects);
            String answer = run("node", "check.mjs", file.toString());
            List<String> faults = new ArrayList<>();
            JsonNode lines = Checkout.JSON.readTree(answer);
            assertThat(lines.isArray()).as(answer).isTrue();
            lines.forEach(line -> faults.add(line.asText()));
            return faults;
        } finally {
            Files.delete(file);
        }
    }

    /** What a program says, on both streams; why not, when it is not there. */
    private static String run(String... words) throws Exception {
        Path log = Files.createTempFile(FOLDER, "run", ".log");
        try {
            Process process = new ProcessBuilder(words)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor(240, TimeUnit.SECONDS))
                    .as(words[0] + " ends")
                    .isTrue();
            return Files.readString(log);
        } catch (IOException e) {
            return "" + e.getMessage();
        } finally {
            Files.delete(log);
        }
    }
}

package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KustomizeTest {

    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one}
            data: {a: "1", b: "2"}
            """;

    @TempDir
    private Path folder;

    /** Where kubectl brings a kustomize that knows components. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "existing-servers", "secure-servers"})
    void kustomizeItselfRendersTheSame(String overlay) throws Exception {
        assumeThat(run("kubectl", "version", "--client"))
                .as("kubectl with kustomize 5 is on the path")
                .containsPattern("Kustomize Version: v[5-9]");
        Path path = Checkout.root().resolve("k8s/overlays").resolve(overlay);

        List<JsonNode> applied = Checkout.yaml(run("kubectl", "kustomize", path.toString()));

        assertThat(applied)
                .containsExactlyInAnyOrderElementsOf(Kustomize.render(path).all());
    }

    @Test
    void everyFileIsNamedByTheKustomizationBesideIt() throws Exception {
        List<Path> folders;
        try (Stream<Path> all = Files.walk(Checkout.root().resolve("k8s"))) {
            folders = all.filter(file -> file.endsWith("kustomization.yaml"))
                    .map(Path::getParent)
                    .toList();
        }
        assertThat(folders).hasSizeGreaterThan(15);
        for (Path one : folders) {
            List<String> named = new ArrayList<>();
            Checkout.yaml(Files.readString(one.resolve("kustomization.yaml")))
                    .getFirst()
                    .path("resources")
                    .forEach(resource -> named.add(resource.asText()));
            try (Stream<Path> files = Files.list(one)) {
                assertThat(files.filter(Files::isRegularFile)
                                .map(file -> file.getFileName().toString())
                                .filter(file -> !file.equals("kustomization.yaml")))
                        .as(one.toString())
                        .containsExactlyInAnyOrderElementsOf(named.stream()
                                .filter(name -> !name.startsWith(".."))
                                .toList());
            }
        }
    }

    /** Also those that no overlay of ours takes, and all at once; plain servers stand in for others of the same name. */
    @Test
    void everyComponentKeepsTheRulesBesideTheOthers() throws Exception {
        Path components = Checkout.root().resolve("k8s/components");
        List<String> folders;
        try (Stream<Path> all = Files.walk(components)) {
            folders = all.filter(file -> file.endsWith("kustomization.yaml"))
                    .map(file -> file.getParent().toString())
                    .filter(one -> !one.endsWith("plain-servers"))
                    .sorted()
                    .toList();
        }
        Manifests manifests = render("resources: [%s]\ncomponents: [%s]"
                .formatted(Checkout.root().resolve("k8s/base"), String.join(", ", folders)));

        assertThat(manifests.of("ScaledObject")).hasSize(KafkaTopicsTest.BACKENDS.size());
        assertThat(KubernetesTypes.faults(manifests.all())).isEmpty();
        assertThat(KubernetesRules.faults(manifests, Checkout.variablesOfAllPages()))
                .isEmpty();
        assertThat(NetworkRules.faults(manifests)).isEmpty();
        assertThat(AccessRules.faults(manifests)).isEmpty();
        assertThat(ScalingRules.faults(manifests)).isEmpty();
    }

    @Test
    void patchesReachMapsAndPlaces() throws Exception {
        Manifests rendered = render("""
                resources: [config.yaml]
                patches:
                  - patch: |
                      apiVersion: v1
                      kind: ConfigMap
                      metadata: {name: one}
                      data: {a: "3"}
                  - target: {kind: ConfigMap, name: one}
                    patch: |
                      - {op: remove, path: /data/b}
                      - {op: add, path: /data/c, value: "4"}
                """);

        assertThat(rendered.find("ConfigMap", "one").path("data").toString()).isEqualTo("{\"a\":\"3\",\"c\":\"4\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "namePrefix: x- | uses namePrefix",
                "resources: [config.yaml, config.yaml] | second time",
                "resources: [config.yaml]\\npatches: [{path: other.yaml}] | uses path",
                "resources: [config.yaml]\\npatches: [{target: {kind: ConfigMap}, patch: '[{op: remove, path: /data/x}]'}] | cannot",
                "resources: [config.yaml]\\npatches: [{patch: '{kind: ConfigMap, metadata: {name: two}}'}] | no object",
                "resources: [config.yaml]\\npatches: [{patch: '{kind: ConfigMap, metadata: {name: one}, data: [x]}'}] | only maps",
            })
    void whatIsOutsideItsPartOfKustomizeIsRefused(String kustomization, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> render(kustomization.replace("\\n", "\n")))
                .withMessageContaining(why);
    }

    private Manifests render(String kustomization) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), CONFIG);
        Files.writeString(folder.resolve("kustomization.yaml"), "kind: Kustomization\n" + kustomization);
        return Kustomize.render(folder);
    }

    /** What a program says; nothing when it is not there. */
    private static String run(String... words) throws Exception {
        boolean there = new TreeSet<>(List.of(System.getenv("PATH").split(":")))
                .stream().anyMatch(path -> Files.isExecutable(Path.of(path).resolve(words[0])));
        if (!there) {
            return "";
        }
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}

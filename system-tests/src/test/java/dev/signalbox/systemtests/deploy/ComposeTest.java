package dev.signalbox.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private final JsonNode compose =
            Checkout.yaml(Checkout.text("docker-compose.yml")).getFirst();

    @Test
    void fileIsCompose() {
        assertThat(ComposeRules.schemaFaults(compose)).isEmpty();
    }

    @Test
    void fileKeepsOurRules() {
        assertThat(ComposeRules.faults(compose, Checkout.variablesOfAllPages())).isEmpty();
    }

    @Test
    void everyServiceAndServerIsInIt() {
        Set<String> images = new TreeSet<>();
        compose.path("services").forEach(service -> {
            String image = service.path("image").asText();
            images.add(image.substring(0, image.indexOf(':')));
        });
        assertThat(images).contains("apache/kafka", "postgres", "valkey/valkey");
        assertThat(images)
                .containsAll(Checkout.SERVICES.stream()
                        .map(service -> "signalbox/" + service)
                        .toList());
    }

    @Test
    void everyImageIsBuiltFromAFileAndAModuleThatExist() {
        for (JsonNode service : compose.path("services")) {
            if (service.has("build")) {
                JsonNode build = service.path("build");
                Path root = Checkout.root();
                assertThat(root.resolve(build.path("context").asText())
                                .resolve(build.path("dockerfile").asText()))
                        .exists();
                if (build.path("args").has("IMAGE")) {
                    continue;
                }
                boolean simulators = build.path("dockerfile").asText().endsWith(".simulators");
                String module =
                        build.path("args").path("SERVICE").asText(simulators ? "simulators" : "executor-service");
                assertThat(root.resolve(module).resolve("pom.xml")).exists();
                assertThat(service.path("image").asText()).startsWith("signalbox/" + module + ":");
            }
        }
    }

    @Test
    void kafkaHasOneCopyOfEverythingAndShareGroups() {
        JsonNode kafka = compose.path("services").path("kafka");

        assertThat(kafka.path("image").asText()).startsWith("apache/kafka:4.2.");
        assertThat(kafka.path("environment")
                        .path("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR")
                        .asText())
                .isEqualTo("1");
        assertThat(kafka.path("environment").path("KAFKA_MESSAGE_MAX_BYTES").asInt())
                .isGreaterThan(dev.signalbox.contracts.Topics.MAX_RECORD_BYTES);
    }

    @Test
    void overrideForIsolationTouchesOnlyWhatRunsTasks() {
        JsonNode override = Checkout.yaml(Checkout.text("docker/isolation.yml")).getFirst();

        assertThat(override.path("services").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("executor", "simulators");
        assertThat(override.path("services"))
                .allSatisfy(service -> assertThat(service.properties())
                        .singleElement()
                        .satisfies(setting -> assertThat(setting.getKey()).isEqualTo("security_opt")));
    }

    /** Each service is told where those servers are that it is told of otherwise, and how they are spoken to. */
    @Test
    void overrideForSecureServersReachesEveryService() {
        JsonNode services =
                Checkout.yaml(Checkout.text("docker/secure.yml")).getFirst().path("services");

        assertThat(services.properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("session", "registry", "gateway", "router", "executor");
        for (var service : services.properties()) {
            JsonNode own = compose.path("services").path(service.getKey()).path("environment");
            JsonNode given = service.getValue().path("environment");
            for (String server : List.of("KAFKA", "POSTGRES", "REDIS")) {
                assertThat(given.has("SIGNALBOX_" + server))
                        .as(service.getKey() + " and " + server)
                        .isEqualTo(own.has("SIGNALBOX_" + server));
                assertThat(given.has("SIGNALBOX_" + server + "_CA")).isEqualTo(own.has("SIGNALBOX_" + server));
            }
            assertThat(given.properties()).hasSizeGreaterThanOrEqualTo(8);
            given.fieldNames()
                    .forEachRemaining(
                            name -> assertThat(Checkout.variablesOfTheCode()).contains(name));
            assertThat(service.getValue().path("volumes").toString()).contains(":/etc/signalbox:ro");
        }
    }

    @Test
    void everyVariableThatIsSetIsReadBySomething() {
        Set<String> set = new TreeSet<>();
        compose.path("services")
                .forEach(service -> service.path("environment").properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .filter(name -> name.startsWith("SIGNALBOX_"))
                        .forEach(set::add));

        assertThat(set).contains("SIGNALBOX_OTLP_ENDPOINT", "SIGNALBOX_LOG_FORMAT", "SIGNALBOX_OPERATOR_KEYS");
        assertThat(Checkout.variablesOfTheCode()).containsAll(set);
    }

    @Test
    void filesOfVariablesSetWhatTheComposeFileAsksFor() {
        for (String file : new String[] {"docker/observability.env", "docker/simulators.env"}) {
            assertThat(Checkout.text(file).lines().filter(line -> !line.startsWith("#")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(Checkout.text("docker-compose.yml"))
                            .contains("${" + line.substring(0, line.indexOf('=')) + ":-}"));
        }
    }

    @Test
    void profilesHaveWhatTheySay() {
        assertThat(inProfile("simulators"))
                .containsExactlyInAnyOrder("simulators", "executor-e2b", "executor-scrapybara");
        assertThat(inProfile("observability"))
                .containsExactlyInAnyOrder("prometheus", "grafana", "otel-collector", "tempo");
    }

    private Set<String> inProfile(String profile) {
        Set<String> names = new TreeSet<>();
        for (var service : compose.path("services").properties()) {
            if (service.getValue().path("profiles").toString().contains("\"" + profile + "\"")) {
                names.add(service.getKey());
            }
        }
        return names;
    }

    @Test
    void fileThatIsNoComposeIsFound() {
        JsonNode bad = Checkout.yaml(Checkout.resource("careless-compose.yml")).getFirst();

        assertThat(ComposeRules.schemaFaults(bad))
                .anyMatch(fault -> fault.contains("helthcheck"))
                .anyMatch(fault -> fault.contains("SIGNALBOX_PORT"))
                .anyMatch(fault -> fault.contains("interval"));
    }

    @Test
    void fileThatBreaksTheRulesIsFound() {
        JsonNode bad = Checkout.yaml(Checkout.resource("careless-compose.yml")).getFirst();

        assertThat(ComposeRules.faults(bad, Set.of("SIGNALBOX_PORT")))
                .containsExactlyInAnyOrder(
                        "one lacks: a health check",
                        "one lacks: a restart policy",
                        "one lacks: a limit of memory",
                        "one lacks: a limit of processors",
                        "one lacks: no new privileges",
                        "one lacks: the loopback address for \"8080:8080\"",
                        "one lacks: a declared volume data",
                        "one lacks: waiting for the health of two",
                        "one lacks: a way to start: it waits for itself",
                        "one lacks: a read-only root file system",
                        "one lacks: no capabilities",
                        "one lacks: a writable /tmp",
                        "one lacks: waiting for kafka",
                        "one lacks: SIGNALBOX_UNHEARD_OF documented in docs/",
                        "one: image signalbox/one:latest is not pinned to a version",
                        "two: image signalbox/two has no tag",
                        "two lacks: a restart policy",
                        "two lacks: a limit of memory",
                        "two lacks: a limit of processors",
                        "two lacks: no new privileges",
                        "two lacks: a way to start: it waits for itself",
                        "two lacks: the file ./nowhere.yml",
                        "two lacks: reading alone of ./nowhere.yml",
                        "two lacks: a read-only root file system",
                        "two lacks: no capabilities",
                        "one lacks: the profile of two");
    }

    @Test
    void imagesTakeOnlyWhatTheBuildMadeAndRunAsAnOrdinaryUser() throws Exception {
        for (String file : List.of(
                "Dockerfile.jvm",
                "Dockerfile.executor",
                "Dockerfile.simulators",
                "Dockerfile.native-micro",
                "Dockerfile.native-distroless",
                "Dockerfile.native-executor")) {
            String text = Checkout.text("docker/" + file);
            assertThat(text.lines().filter(line -> line.startsWith("FROM ")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(Checkout.imageFaults(file, line.split(" ")[1]))
                            .isEmpty());
            // What is in the image is in the last stage.
            assertThat(text.substring(text.lastIndexOf("\nFROM ")).lines().filter(line -> line.startsWith("USER ")))
                    .containsExactly("USER 1001:0");
            assertThat(text)
                    .contains("ENTRYPOINT [")
                    .doesNotContain("ADD ")
                    .doesNotContain("http://")
                    .doesNotContain("https://");
        }
        assertThat(Checkout.text(".dockerignore")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .findFirst())
                .hasValue("*");
        assertThat(Files.isExecutable(Checkout.root().resolve("docker/health"))).isTrue();
    }
}

package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a compose file may be, and our own rules for it. */
final class ComposeRules {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Checkout.resource("compose.schema.json"));

    private final JsonNode compose;
    private final List<String> faults = new ArrayList<>();

    private ComposeRules(JsonNode compose) {
        this.compose = compose;
    }

    /** What the schema refuses, in words. */
    static List<String> schemaFaults(JsonNode compose) {
        return SCHEMA.validate(compose).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    /** What breaks a rule, in words; empty when nothing does. */
    static List<String> faults(JsonNode compose, Set<String> documentedVariables) {
        ComposeRules rules = new ComposeRules(compose);
        for (var service : compose.path("services").properties()) {
            rules.checkAny(service.getKey(), service.getValue());
            if (service.getValue().has("build") && !third(service.getValue())) {
                rules.checkOurs(service.getKey(), service.getValue(), documentedVariables);
            }
            if (service.getValue().has("profiles")) {
                rules.checkGuarded(service.getKey(), service.getValue());
            }
        }
        return rules.faults;
    }

    /** An image of somebody else with something beside it, or the simulators: no service of ours. */
    private static boolean third(JsonNode service) {
        return service.at("/build/args").has("IMAGE")
                || service.path("image").asText().startsWith("signalbox/simulators:");
    }

    private void checkAny(String name, JsonNode service) {
        faults.addAll(Checkout.imageFaults(name, service.path("image").asText()));
        want(service.path("healthcheck").has("test"), name, "a health check");
        want(service.has("restart"), name, "a restart policy");
        want(service.path("deploy").path("resources").path("limits").has("memory"), name, "a limit of memory");
        want(service.path("deploy").path("resources").path("limits").has("cpus"), name, "a limit of processors");
        want(service.path("security_opt").toString().contains("no-new-privileges:true"), name, "no new privileges");
        service.path("ports")
                .forEach(
                        port -> want(port.asText().startsWith("127.0.0.1:"), name, "the loopback address for " + port));
        for (JsonNode volume : service.path("volumes")) {
            String source = volume.asText().substring(0, volume.asText().indexOf(':'));
            if (source.startsWith(".")) {
                want(Files.exists(Checkout.root().resolve(source)), name, "the file " + source);
                want(volume.asText().endsWith(":ro"), name, "reading alone of " + source);
            } else {
                want(compose.path("volumes").has(source), name, "a declared volume " + source);
            }
        }
        for (var dependency : service.path("depends_on").properties()) {
            JsonNode profiles =
                    compose.path("services").path(dependency.getKey()).path("profiles");
            want(
                    profiles.isMissingNode() || profiles.equals(service.path("profiles")),
                    name,
                    "the profile of " + dependency.getKey());
            want(compose.path("services").has(dependency.getKey()), name, "a service " + dependency.getKey());
            want(
                    "service_healthy"
                            .equals(dependency.getValue().path("condition").asText()),
                    name,
                    "waiting for the health of " + dependency.getKey());
        }
        want(!waitsFor(name, name), name, "a way to start: it waits for itself");
    }

    /** What is there only when it is asked for is no weaker for that. */
    private void checkGuarded(String name, JsonNode service) {
        want(service.path("read_only").asBoolean(), name, "a read-only root file system");
        want(service.path("cap_drop").toString().contains("\"ALL\""), name, "no capabilities");
        if (service.at("/build/args").has("IMAGE")) {
            faults.addAll(
                    Checkout.imageFaults(name, service.at("/build/args/IMAGE").asText()));
        }
    }

    private void checkOurs(String name, JsonNode service, Set<String> documentedVariables) {
        want(service.path("read_only").asBoolean(), name, "a read-only root file system");
        want(service.path("cap_drop").toString().contains("\"ALL\""), name, "no capabilities");
        want(service.path("tmpfs").toString().contains("\"/tmp"), name, "a writable /tmp");
        want(waitsFor(name, "kafka"), name, "waiting for kafka");
        for (var variable : service.path("environment").properties()) {
            want(documentedVariables.contains(variable.getKey()), name, variable.getKey() + " documented in docs/");
        }
        want(service.path("environment").has("SIGNALBOX_PORT"), name, "SIGNALBOX_PORT, which its health check needs");
    }

    /** Whether one service starts only after another, directly or by a chain. */
    private boolean waitsFor(String service, String other) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(service));
        while (!open.isEmpty()) {
            for (var dependency :
                    compose.path("services").path(open.pop()).path("depends_on").properties()) {
                if (dependency.getKey().equals(other)) {
                    return true;
                }
                if (seen.add(dependency.getKey())) {
                    open.add(dependency.getKey());
                }
            }
        }
        return false;
    }

    private void want(boolean kept, String name, String rule) {
        if (!kept) {
            faults.add(name + " lacks: " + rule);
        }
    }
}

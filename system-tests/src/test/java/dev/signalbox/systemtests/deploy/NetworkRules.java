package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pods may reach, against what they are told to reach: every address among their variables must be open on both
 * sides, and nothing else may be.
 */
final class NetworkRules {

    private static final List<String> ADDRESSES = List.of(
            "SIGNALBOX_KAFKA",
            "SIGNALBOX_POSTGRES",
            "SIGNALBOX_REDIS",
            "SIGNALBOX_SESSION_URL",
            "SIGNALBOX_ROUTER_URL",
            "SIGNALBOX_REGISTRY_URL",
            "SIGNALBOX_OTLP_ENDPOINT");
    private static final Pattern ADDRESS = Pattern.compile("(?:[a-z]+://)?([a-z0-9.-]+):(\\d+)(?:/.*)?");
    private static final int NAMES = 53;
    private static final int PUBLIC = 443;
    private static final int API_SERVER = 6443;

    private final Manifests manifests;
    private final Map<String, JsonNode> targets = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private NetworkRules(Manifests manifests) {
        this.manifests = manifests;
        manifests
                .of("Service")
                .forEach(service -> targets.put(
                        Manifests.name(service), service.path("spec").path("selector")));
        // What the operators call the Services that they make, and how they label the pods behind them.
        manifests
                .of("Kafka")
                .forEach(kafka -> targets.put(
                        Manifests.name(kafka) + "-kafka-bootstrap",
                        label("strimzi.io/cluster", Manifests.name(kafka))));
        manifests
                .of("Cluster")
                .forEach(cluster -> targets.put(
                        Manifests.name(cluster) + "-rw", label("cnpg.io/cluster", Manifests.name(cluster))));
    }

    /** What breaks a rule, in words; empty when nothing does. */
    static List<String> faults(Manifests manifests) {
        NetworkRules rules = new NetworkRules(manifests);
        Set<String> namespaces = new TreeSet<>();
        manifests.workloads().forEach(workload -> namespaces.add(namespace(workload)));
        for (String namespace : namespaces) {
            rules.want(
                    manifests.of("NetworkPolicy").stream()
                            .filter(policy -> namespace(policy).equals(namespace))
                            .anyMatch(NetworkRules::deniesAll),
                    "namespace " + namespace,
                    "a policy that denies everything");
        }
        manifests.of("Deployment").forEach(rules::check);
        return rules.faults;
    }

    private void check(JsonNode deployment) {
        String name = Manifests.name(deployment);
        JsonNode labels = Manifests.podLabels(deployment);
        Set<Integer> needed = new TreeSet<>(Set.of(NAMES));
        for (String variable : ADDRESSES) {
            String address = manifests.value(deployment, variable);
            if (!address.isEmpty()) {
                Matcher matcher = ADDRESS.matcher(address);
                want(matcher.matches(), name, "an address in " + variable);
                if (matcher.matches()) {
                    int port = Integer.parseInt(matcher.group(2));
                    needed.add(port);
                    reaches(deployment, matcher.group(1), port);
                }
            }
        }
        String backend = manifests.value(deployment, "SIGNALBOX_BACKEND");
        // Webhooks of session, and the providers of models and sandboxes of executors, are at public addresses.
        if (name.equals("session") || !backend.isEmpty()) {
            needed.add(PUBLIC);
        }
        if (backend.equals("kubernetes")) {
            needed.add(API_SERVER);
        }
        for (JsonNode rule : rules(labels, namespace(deployment), "egress")) {
            for (JsonNode port : rule.path("ports")) {
                want(
                        needed.contains(port.path("port").asInt()) && !port.has("endPort"),
                        name,
                        "a reason to reach port " + port.path("port").asText());
            }
            want(!rule.path("ports").isEmpty(), name, "ports in what it may reach");
        }
        int own = Manifests.container(deployment)
                .path("ports")
                .path(0)
                .path("containerPort")
                .asInt();
        for (JsonNode rule : rules(labels, namespace(deployment), "ingress")) {
            want(opens(rule, own), name, "an ingress rule for its own port " + own + " only");
        }
    }

    /** Whether the way is open on both sides. */
    private void reaches(JsonNode deployment, String host, int port) {
        JsonNode labels = Manifests.podLabels(deployment);
        JsonNode target = targets.getOrDefault(host, MissingNode.getInstance());
        want(
                rules(labels, namespace(deployment), "egress").stream()
                        .anyMatch(rule -> opens(rule, port) && meets(rule.path("to"), target)),
                Manifests.name(deployment),
                "a way to " + host + ":" + port);
        if (!target.isMissingNode()) {
            want(
                    rules(target, namespace(deployment), "ingress").stream()
                            .anyMatch(rule -> opens(rule, port) && meets(rule.path("from"), labels)),
                    Manifests.name(deployment),
                    "a door at " + host + ":" + port);
        }
    }

    /** The rules of all policies that select pods with these labels. */
    private List<JsonNode> rules(JsonNode labels, String namespace, String direction) {
        return manifests.of("NetworkPolicy").stream()
                .filter(policy -> namespace(policy).equals(namespace))
                .map(policy -> policy.path("spec"))
                .filter(spec -> Manifests.selects(spec.path("podSelector"), labels))
                .flatMap(spec -> spec.path(direction).valueStream())
                .toList();
    }

    private static boolean opens(JsonNode rule, int port) {
        return rule.path("ports").valueStream().anyMatch(open -> {
            int first = open.path("port").asInt();
            return "TCP".equals(open.path("protocol").asText())
                    && first <= port
                    && port <= open.path("endPort").asInt(first);
        });
    }

    /** Whether one of the peers is the pod; no peers are everybody, and a peer of another namespace is outside. */
    private static boolean meets(JsonNode peers, JsonNode labels) {
        return peers.isMissingNode()
                || peers.valueStream()
                        .anyMatch(peer -> peer.has("namespaceSelector")
                                ? labels.isMissingNode()
                                : Manifests.selects(peer.path("podSelector"), labels));
    }

    private void want(boolean kept, String name, String rule) {
        if (!kept) {
            faults.add(name + " lacks: " + rule);
        }
    }

    private static boolean deniesAll(JsonNode policy) {
        JsonNode spec = policy.path("spec");
        return spec.path("podSelector").isObject()
                && spec.path("podSelector").isEmpty()
                && spec.path("policyTypes").size() == 2
                && spec.path("ingress").isMissingNode()
                && spec.path("egress").isMissingNode();
    }

    private static ObjectNode label(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }

    private static String namespace(JsonNode manifest) {
        return manifest.path("metadata").path("namespace").asText();
    }
}

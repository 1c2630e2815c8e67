package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who may ask the API server for what: nobody but whom a Role names, and for nothing but what it names. */
final class AccessRules {

    private static final Set<String> NEVER_RESOURCES =
            Set.of("*", "secrets", "serviceaccounts", "serviceaccounts/token", "roles", "rolebindings");
    private static final Set<String> NEVER_VERBS = Set.of("*", "escalate", "bind", "impersonate");

    private final Manifests manifests;
    private final List<String> faults = new ArrayList<>();

    private AccessRules(Manifests manifests) {
        this.manifests = manifests;
    }

    /** What breaks a rule, in words; empty when nothing does. */
    static List<String> faults(Manifests manifests) {
        AccessRules rules = new AccessRules(manifests);
        for (String kind : List.of("ClusterRole", "ClusterRoleBinding")) {
            manifests.of(kind).forEach(role -> rules.want(false, role, "rights in one namespace only"));
        }
        manifests.of("Role").forEach(rules::checkRole);
        manifests.of("RoleBinding").forEach(rules::checkBinding);
        manifests.of("ServiceAccount").forEach(rules::checkAccount);
        manifests.workloads().forEach(rules::checkToken);
        return rules.faults;
    }

    private void checkRole(JsonNode role) {
        for (JsonNode rule : role.path("rules")) {
            rule.path("apiGroups").forEach(group -> want(!group.asText().equals("*"), role, "API groups by name"));
            rule.path("resources")
                    .forEach(resource -> want(
                            !NEVER_RESOURCES.contains(resource.asText()), role, "no rights on " + resource.asText()));
            rule.path("verbs")
                    .forEach(verb -> want(!NEVER_VERBS.contains(verb.asText()), role, "no right to " + verb.asText()));
        }
    }

    private void checkBinding(JsonNode binding) {
        want(
                binding.path("roleRef").path("kind").asText().equals("Role")
                        && manifests.has(
                                "Role", binding.path("roleRef").path("name").asText()),
                binding,
                "a Role that is here");
        for (JsonNode subject : binding.path("subjects")) {
            want(
                    subject.path("kind").asText().equals("ServiceAccount")
                            && !subject.path("name").asText().equals("default")
                            && manifests.has(
                                    "ServiceAccount", subject.path("name").asText()),
                    binding,
                    "a service account of its own");
        }
    }

    private void checkAccount(JsonNode account) {
        JsonNode mounts = account.path("automountServiceAccountToken");
        want(mounts.isBoolean() && !mounts.asBoolean(), account, "the service account mounts no token");
    }

    /** A pod that asks for a token needs rights, and rights need a pod that asks for a token. */
    private void checkToken(JsonNode workload) {
        boolean asks = Manifests.pod(workload).path("volumes").findValues("serviceAccountToken").stream()
                .findAny()
                .isPresent();
        String account = Manifests.pod(workload).path("serviceAccountName").asText();
        boolean may = manifests.of("RoleBinding").stream()
                .flatMap(binding -> binding.path("subjects").valueStream())
                .anyMatch(subject -> subject.path("name").asText().equals(account));
        want(asks == may, workload, "a token exactly where there are rights");
    }

    private void want(boolean kept, JsonNode object, String rule) {
        if (!kept) {
            faults.add(Manifests.name(object) + " lacks: " + rule);
        }
    }
}

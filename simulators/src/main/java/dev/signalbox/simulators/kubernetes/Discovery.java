package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a client asks first: version, groups and resources. */
final class Discovery {

    private Discovery() {}

    static Optional<ObjectNode> answer(String path) {
        return switch (path) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(versions());
            case "/apis" -> Optional.of(groups());
            case "/api/v1" -> Optional.of(core());
            case "/apis/authorization.k8s.io/v1" -> Optional.of(authorization());
            default -> Optional.empty();
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode version() {
        return object().put("major", "1")
                .put("minor", "32")
                .put("gitVersion", "v1.32.0-signalbox-simulator")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode versions() {
        ObjectNode answer = object().put("kind", "APIVersions");
        answer.putArray("versions").add("v1");
        answer.putArray("serverAddressByClientCIDRs");
        return answer;
    }

    private static ObjectNode groups() {
        ObjectNode answer = object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ObjectNode group = answer.putArray("groups").addObject().put("name", "authorization.k8s.io");
        ObjectNode version =
                object().put("groupVersion", "authorization.k8s.io/v1").put("version", "v1");
        group.putArray("versions").add(version);
        group.set("preferredVersion", version.deepCopy());
        return answer;
    }

    private static ObjectNode core() {
        ObjectNode answer =
                object().put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", "v1");
        ArrayNode resources = answer.putArray("resources");
        resource(resources, "namespaces", "Namespace", false, "create get list")
                .putArray("shortNames")
                .add("ns");
        resource(resources, "pods", "Pod", true, "create delete deletecollection get list patch watch")
                .putArray("shortNames")
                .add("po");
        resource(resources, "pods/exec", "PodExecOptions", true, "create get");
        resource(resources, "pods/log", "Pod", true, "get");
        return answer;
    }

    private static ObjectNode authorization() {
        ObjectNode answer = object().put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", "authorization.k8s.io/v1");
        resource(answer.putArray("resources"), "selfsubjectaccessreviews", "SelfSubjectAccessReview", false, "create");
        return answer;
    }

    private static ObjectNode resource(ArrayNode into, String name, String kind, boolean namespaced, String verbs) {
        ObjectNode resource = into.addObject()
                .put("name", name)
                .put("singularName", kind.toLowerCase(java.util.Locale.ROOT))
                .put("namespaced", namespaced)
                .put("kind", kind);
        ArrayNode list = resource.putArray("verbs");
        for (String verb : verbs.split(" ")) {
            list.add(verb);
        }
        return resource;
    }
}

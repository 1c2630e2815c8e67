package dev.signalbox.simulators.kubernetes;

import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Who may do what. */
final class Access {

    private static final String BEARER = "Bearer ";

    private final Cluster cluster;

    Access(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Refuses what the Role of the caller does not allow. */
    void check(HttpServerRequest request, String verb, String resource, String namespace) throws Refusal {
        if (!allowed(request, verb, resource, namespace)) {
            throw new Refusal(
                    403,
                    "Forbidden",
                    resource + " is forbidden: User \"system:serviceaccount:signalbox:executor-kubernetes\" cannot "
                            + verb + " resource \"" + resource + "\" in API group \"\" in the namespace \"" + namespace
                            + "\"");
        }
    }

    boolean allowed(HttpServerRequest request, String verb, String resource, String namespace) throws Refusal {
        String header = request.getHeader("Authorization");
        if (header == null || !header.startsWith(BEARER)) {
            return true;
        }
        if (!cluster.knows(header.substring(BEARER.length()))) {
            throw new Refusal(401, "Unauthorized", "Unauthorized");
        }
        Optional<Rules> rules = cluster.rules();
        return rules.isEmpty() || rules.get().allow(verb, resource, namespace);
    }
}

package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.Policy;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, section 8.8.3) and {@code If-Match} (section 13.1.1). */
final class Preconditions {

    private Preconditions() {}

    /** Changes with every change of the agent, and differs between its versions. */
    static EntityTag tag(Agent agent) {
        return new EntityTag(agent.revision() + "-" + agent.version());
    }

    static EntityTag tag(Entry<?> entry) {
        return new EntityTag(entry.version() + (entry.latest() ? "" : "-old"));
    }

    static EntityTag tag(Policy policy) {
        return new EntityTag(policy.revision() + "-" + policy.version());
    }

    /** 201 with a Location that leaves out the host: the client may have come through the gateway. */
    static Response.ResponseBuilder created(String path) {
        return Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, path);
    }

    static Consumer<Agent> agentMatches(@Nullable String ifMatch) {
        return agent -> check(ifMatch, tag(agent));
    }

    static <S> Consumer<Entry<S>> entryMatches(@Nullable String ifMatch) {
        return entry -> check(ifMatch, tag(entry));
    }

    /** A precondition on what is not there fails. */
    static Consumer<Optional<Policy>> policyMatches(@Nullable String ifMatch) {
        return found -> {
            if (found.isPresent()) {
                check(ifMatch, tag(found.get()));
            } else if (ifMatch != null) {
                throw new Refused(ProblemType.PRECONDITION_FAILED, "there is no policy of this name");
            }
        };
    }

    private static void check(@Nullable String ifMatch, EntityTag current) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        String quoted = '"' + current.getValue() + '"';
        // Weak tags never match here.
        if (Arrays.stream(ifMatch.split(",")).map(String::strip).noneMatch(quoted::equals)) {
            throw new Refused(
                    ProblemType.PRECONDITION_FAILED,
                    "its ETag is " + quoted + " now; read it again",
                    Map.of("etag", quoted));
        }
    }
}

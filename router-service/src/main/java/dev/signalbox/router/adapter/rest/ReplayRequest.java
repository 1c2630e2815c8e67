package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay is asked for with.
 *
 * @param from decisions from then on
 * @param to decisions until then; now when absent
 * @param policy name of a stored policy, or {@code shipped} for the router's own
 * @param parameters instead of a name: what differs from the router's own policy
 * @param limit most decisions; all when absent
 * @param weightCap at which weights are capped; 1000 when absent
 */
public record ReplayRequest(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String policy,
        @Nullable JsonNode parameters,
        @Nullable Long limit,
        @Nullable Double weightCap) {

    private static final ObjectReader READER = Json.mapper().readerFor(ReplayRequest.class);

    static ReplayRequest parse(String body) {
        try {
            ReplayRequest request = READER.readValue(body);
            if (request == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST.because("The body is JSON null."));
            }
            return request.checked();
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST.because("The body is no replay request: times look"
                    + " like 2026-11-20T08:30:00Z, parameters are an object; " + e.getOriginalMessage()));
        }
    }

    private ReplayRequest checked() {
        if (from == null) {
            throw new ProblemException(invalid("/from", "is missing; it is a time such as 2026-11-20T08:30:00Z"));
        }
        if (to != null && !from.isBefore(to)) {
            throw new ProblemException(invalid("/to", "is not after from"));
        }
        if ((policy == null) == (parameters == null)) {
            throw new ProblemException(
                    invalid("/policy", "or parameters is needed, not both; \"shipped\" is the router's own policy"));
        }
        if (limit != null && limit < 1) {
            throw new ProblemException(invalid("/limit", "is a whole number from 1"));
        }
        if (weightCap != null && !(weightCap >= 1 && weightCap <= 1e9)) {
            throw new ProblemException(invalid("/weightCap", "is a number from 1"));
        }
        return this;
    }

    static Problem invalid(String field, String message) {
        return ProblemType.INVALID_REQUEST.because(field + " " + message, Map.of("field", field));
    }
}

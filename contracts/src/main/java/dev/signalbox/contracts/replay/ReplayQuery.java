package dev.signalbox.contracts.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What is replayed.
 *
 * @param from decisions from then on
 * @param to decisions until then, exclusive
 * @param policy what is tried: name and version, or {@code given}
 * @param parameters what differs from the policy that the router was shipped with
 * @param limit most decisions; 0 is no limit
 * @param weightCap at which the weights of the estimates are capped
 */
public record ReplayQuery(Instant from, Instant to, String policy, JsonNode parameters, long limit, double weightCap) {}

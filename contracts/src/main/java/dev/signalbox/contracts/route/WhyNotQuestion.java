package dev.signalbox.contracts.route;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Asks the router why a decision did not take a route.
 *
 * @param input what the decision was derived from, as in {@link TaskRouted}
 * @param backend that is asked about
 * @param tier any when absent
 * @param model alias or full id; any when absent
 */
public record WhyNotQuestion(
        JsonNode input,
        String backend,
        @Nullable String tier,
        @Nullable String model) {}

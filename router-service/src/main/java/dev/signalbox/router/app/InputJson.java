package dev.signalbox.router.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.RoutingInput;
import dev.signalbox.router.domain.Snapshot;
import java.util.List;

/**
 * Writes a {@link RoutingInput} for the record that carries it, in the form that {@link #read} understands. What is the
 * same for every task (backends, prices, policy) is turned into JSON once and copied from then on.
 */
public final class InputJson {

    private final RawValue policy;
    private final RawValue pricing;
    private final RawValue pricingWithoutModels;
    private volatile Backends backends = new Backends(Snapshot.EMPTY, raw(List.of()));

    private record Backends(Snapshot snapshot, RawValue json) {}

    public InputJson(Pricing pricing, PolicyParameters policy) {
        this.policy = raw(policy);
        this.pricing = raw(pricing);
        this.pricingWithoutModels = raw(pricing.withoutModels());
    }

    /** The input as a node that is written without being taken apart; it is for writing only. */
    JsonNode write(RoutingInput input, Snapshot snapshot) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        ObjectNode node = factory.objectNode();
        node.set("request", factory.pojoNode(input.request()));
        node.set("profile", factory.pojoNode(input.profile()));
        node.put("analyser", input.analyser());
        node.set("backends", factory.rawValueNode(backendsOf(snapshot, input)));
        node.set("agents", factory.pojoNode(input.agents()));
        node.set("statistics", factory.pojoNode(input.statistics()));
        node.set("pricing", factory.rawValueNode(input.pricing().models().isEmpty() ? pricingWithoutModels : pricing));
        node.set("policy", factory.rawValueNode(policy));
        node.put("now", input.now().toString());
        node.put("seed", input.seed());
        return node;
    }

    /**
     * The input of a published decision.
     *
     * @throws IllegalArgumentException when the node is none
     */
    public static RoutingInput read(JsonNode input) {
        try {
            return Json.mapper().treeToValue(input, RoutingInput.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an input of this router: " + e.getOriginalMessage(), e);
        }
    }

    private RawValue backendsOf(Snapshot snapshot, RoutingInput input) {
        Backends cached = backends;
        if (cached.snapshot() != snapshot) {
            cached = new Backends(snapshot, raw(input.backends()));
            backends = cached;
        }
        return cached.json();
    }

    private static RawValue raw(Object value) {
        try {
            return new RawValue(new SerializedString(Json.mapper().writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write " + value.getClass(), e);
        }
    }
}

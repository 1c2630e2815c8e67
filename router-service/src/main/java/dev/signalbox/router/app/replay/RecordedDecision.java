package dev.signalbox.router.app.replay;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Regret;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.router.domain.RoutingInput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What replay needs of a {@code TaskRouted}. The rest, prompts and code before all, is skipped while reading.
 *
 * @param request which attempt of which task
 * @param decision as it was made
 * @param input what it was made from
 */
record RecordedDecision(Asked request, Made decision, RoutingInput input) {

    private static final ObjectReader READER = Json.mapper().readerFor(RecordedDecision.class);
    private static final ObjectReader HEAD = Json.mapper().readerFor(Head.class);

    /** The attempt alone. */
    record Head(@Nullable Asked request) {}

    /** Which attempt of which task. */
    record Asked(TaskId taskId, int attempt) {}

    /** The decision. */
    record Made(
            @Nullable Option chosen,
            @Nullable List<Option> candidates,
            @Nullable String taskClass,
            double propensity) {}

    /** A candidate. */
    record Option(
            Route route,
            double successProbability,
            @Nullable Money cost,
            @Nullable Money expectedTotalCost,
            double propensity,
            @Nullable String rejection) {}

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException when it is none, or lacks what is needed
     */
    static RecordedDecision read(byte[] value) {
        try {
            RecordedDecision read = READER.readValue(value);
            if (read == null || !read.complete()) {
                throw new IllegalArgumentException("the record has no task, decision or input");
            }
            return read;
        } catch (IOException | NullPointerException e) {
            throw new IllegalArgumentException("not a readable decision", e);
        }
    }

    /**
     * The candidates that could be taken, for {@link Regret}: the cheapest of them.
     *
     * @param most how many
     */
    List<Regret.Option> cheapest(int most) {
        List<Option> candidates = decision.candidates();
        return candidates == null
                ? List.of()
                : candidates.stream()
                        .filter(candidate -> candidate.rejection() == null && candidate.cost() != null)
                        .map(candidate -> new Regret.Option(
                                candidate.route(),
                                candidate.successProbability(),
                                Objects.requireNonNull(candidate.cost())))
                        .sorted(Comparator.comparing(Regret.Option::cost))
                        .limit(most)
                        .toList();
    }

    /** The route that was taken. */
    Option taken() {
        return Objects.requireNonNull(decision.chosen());
    }

    /** Absent in JSON arrives as null, whatever the record's type says. */
    @SuppressWarnings("NullAway")
    private boolean complete() {
        return request != null
                && request.taskId() != null
                && decision != null
                && decision.chosen() != null
                && decision.chosen().route() != null
                && input != null;
    }

    /** The attempt of a record, without reading the decision. */
    static @Nullable Asked attempt(byte[] value) {
        try {
            Head head = HEAD.readValue(value);
            return head == null ? null : head.request;
        } catch (IOException e) {
            return null;
        }
    }
}

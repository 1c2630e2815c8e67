package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.session.adapter.rest.DeadLetterViews.Handled;
import dev.signalbox.session.adapter.rest.DeadLetterViews.LetterPage;
import dev.signalbox.session.adapter.rest.DeadLetterViews.LetterView;
import dev.signalbox.session.adapter.rest.DeadLetterViews.LetterWhole;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.Documents.Position;
import dev.signalbox.session.app.letters.DeadLetterStore;
import dev.signalbox.session.app.letters.HandleDeadLetters;
import dev.signalbox.session.app.letters.KeptLetter;
import dev.signalbox.session.app.letters.LetterFilter;
import dev.signalbox.session.app.letters.LetterValues;
import dev.signalbox.session.app.letters.Selection;
import dev.signalbox.session.domain.letters.LetterState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters, behind the gateway, which says who is an operator. */
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DeadLettersResource {

    private static final String OPERATOR = "X-Signalbox-Operator";
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int LONGEST_NOTE = 1000;
    private static final Set<String> FILTERS = Set.of("topic", "state", "service", "reason", "from", "to");

    private final DeadLetterStore store;
    private final LetterValues values;
    private final HandleDeadLetters handle;

    DeadLettersResource(DeadLetterStore store, LetterValues values, HandleDeadLetters handle) {
        this.store = store;
        this.values = values;
        this.handle = handle;
    }

    /**
     * Which letters, and how.
     *
     * @param ids these; instead of a filter
     * @param filter the open ones that match: {@code topic}, {@code service}, {@code reason}, {@code from}, {@code to};
     *     an empty one matches all
     * @param dryRun say what would be done
     * @param force replay also what was replayed or discarded; with ids only
     * @param note why, for the record
     */
    public record Wish(
            @Nullable List<String> ids,
            @Nullable JsonNode filter,
            boolean dryRun,
            boolean force,
            @Nullable String note) {}

    @GET
    public LetterPage list(@HeaderParam(OPERATOR) @Nullable String operator, @Context UriInfo uri) {
        named(operator);
        QueryParameters asked = QueryParameters.of(
                uri.getQueryParameters(), "topic", "state", "service", "reason", "from", "to", "cursor", "limit");
        LetterFilter filter = new LetterFilter(
                asked.text("topic"),
                asked.read("state", "is one of open, replayed, discarded", LetterState::of),
                asked.text("service"),
                asked.text("reason"),
                asked.time("from"),
                asked.time("to"));
        Position before = asked.read("cursor", Cursors.IS, Cursors::decoded);
        int limit = (int) asked.number("limit", USUAL, 1, MOST);
        List<KeptLetter> found = store.list(filter, before, limit + 1);
        List<KeptLetter> items = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() <= limit
                ? null
                : Cursors.encoded(new Position(
                        items.getLast().letter().diedAt(),
                        items.getLast().letter().id()));
        return new LetterPage(items.stream().map(LetterView::of).toList(), next);
    }

    @GET
    @Path("/{id}")
    public LetterWhole one(@HeaderParam(OPERATOR) @Nullable String operator, @PathParam("id") String id) {
        named(operator);
        return store.load(List.of(id)).stream()
                .findFirst()
                .map(values::complete)
                .map(LetterWhole::of)
                .orElseThrow(() -> new RefusedException(
                        ProblemType.NOT_FOUND.because("There is no dead letter " + id + ", or not any more.")));
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public Handled replay(@HeaderParam(OPERATOR) @Nullable String operator, @Nullable Wish wish) {
        String by = named(operator);
        Selection selection = selection(wish);
        boolean force = wish != null && wish.force();
        if (force && !(selection instanceof Selection.Named)) {
            throw invalid("force goes with ids: a filter means the open ones.");
        }
        boolean dryRun = wish != null && wish.dryRun();
        return Handled.of(dryRun, handle.replay(selection, force, dryRun, by));
    }

    @POST
    @Path("/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    public Handled discard(@HeaderParam(OPERATOR) @Nullable String operator, @Nullable Wish wish) {
        String by = named(operator);
        Selection selection = selection(wish);
        String note = wish == null || wish.note() == null ? "" : wish.note().strip();
        if (note.isEmpty() || note.length() > LONGEST_NOTE || note.indexOf('\0') >= 0) {
            throw invalid("note says in 1 to " + LONGEST_NOTE + " characters why they are not needed.");
        }
        boolean dryRun = wish != null && wish.dryRun();
        return Handled.of(dryRun, handle.discard(selection, dryRun, by, note));
    }

    /** The gateway lets nobody else through; whoever comes past it must say who they are all the same. */
    private static String named(@Nullable String operator) {
        if (operator == null || operator.isBlank()) {
            throw new RefusedException(ProblemType.FORBIDDEN.because(
                    "Dead letters are for operators: come by the gateway with a key of SIGNALBOX_OPERATOR_KEYS."));
        }
        return operator;
    }

    private static Selection selection(@Nullable Wish wish) {
        if (wish == null || (wish.ids() == null) == (wish.filter() == null)) {
            throw invalid("say which: either ids, a list of dead letters, or filter, an object;"
                    + " {\"filter\": {}} means all open ones.");
        }
        if (wish.ids() != null) {
            return new Selection.Named(wish.ids());
        }
        JsonNode filter = wish.filter();
        if (filter == null || !filter.isObject()) {
            throw invalid("filter is an object.");
        }
        // A misspelt condition must not mean all.
        filter.properties().forEach(condition -> {
            if (!FILTERS.contains(condition.getKey()) || !condition.getValue().isTextual()) {
                throw invalid("filter has texts for topic, service, reason, from and to.");
            }
        });
        String state = text(filter, "state");
        if (state != null && LetterState.of(state) != LetterState.OPEN) {
            throw invalid("a filter means the open ones; name others by ids.");
        }
        return new Selection.Matching(filter(
                text(filter, "topic"),
                state,
                text(filter, "service"),
                text(filter, "reason"),
                text(filter, "from"),
                text(filter, "to")));
    }

    private static @Nullable String text(JsonNode filter, String name) {
        return filter.hasNonNull(name) ? filter.get(name).asText() : null;
    }

    private static LetterFilter filter(
            @Nullable String topic,
            @Nullable String state,
            @Nullable String service,
            @Nullable String reason,
            @Nullable String from,
            @Nullable String to) {
        return new LetterFilter(
                given(topic),
                given(state) == null ? null : LetterState.of("" + state),
                given(service),
                given(reason),
                time("from", given(from)),
                time("to", given(to)));
    }

    private static @Nullable String given(@Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw invalid("there is no NUL in names and reasons.");
        }
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name + " is a time such as 2026-11-20T21:00:00Z.");
        }
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(ProblemType.INVALID_REQUEST.because(detail));
    }
}

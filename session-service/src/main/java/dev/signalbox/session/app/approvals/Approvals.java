package dev.signalbox.session.app.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Documents.Position;
import dev.signalbox.session.app.documents.Documents.Query;
import dev.signalbox.session.app.documents.DueDocuments;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.approvals.Approval;
import dev.signalbox.session.domain.approvals.ApprovalIds;
import dev.signalbox.session.domain.approvals.ApprovalRules;
import dev.signalbox.session.domain.approvals.ApprovalStatus;
import dev.signalbox.session.domain.approvals.Consequence;
import dev.signalbox.session.domain.approvals.Verdict;
import dev.signalbox.session.domain.approvals.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What humans are asked: listed, decided, over. Methods block. */
public final class Approvals implements DueDocuments {

    /** Where a filter leaves little, so many are looked through at once. */
    private static final int LOOK = 200;

    private final Documents<Approval> documents;
    private final AgentDirectory agents;
    private final Duration expiry;
    private final Clock clock;
    private final Waits waits;

    /**
     * An inbox.
     *
     * @param expiry of what a client proposes
     */
    public Approvals(
            Documents<Approval> documents, AgentDirectory agents, Duration expiry, Clock clock, Tracing tracing) {
        this.waits = new Waits(tracing);
        this.documents = documents;
        this.agents = agents;
        this.expiry = expiry.isPositive() ? expiry : Duration.ofHours(24);
        this.clock = clock;
    }

    /**
     * A page.
     *
     * @param next where the next one begins; absent on the last
     */
    public record Page(List<Approval> items, @Nullable Position next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** The newest first. */
    public Page list(
            TenantId tenant, boolean pendingOnly, @Nullable ApprovalKind kind, @Nullable Position after, int limit) {
        List<String> statuses = pendingOnly ? List.of(status(ApprovalStatus.PENDING)) : List.of();
        List<Approval> found = new ArrayList<>();
        Position from = after;
        while (true) {
            List<Stored<Approval>> page = documents.list(new Query(tenant, statuses, from, LOOK));
            for (Stored<Approval> stored : page) {
                if (found.size() == limit) {
                    return new Page(found, from);
                }
                from = Position.of(stored);
                if (kind == null || stored.document().kind() == kind) {
                    found.add(stored.document());
                }
            }
            if (page.size() < LOOK) {
                return new Page(found, null);
            }
        }
    }

    /** One of the tenant. */
    public Optional<Approval> find(TenantId tenant, ApprovalId id) {
        return documents
                .find(id.value())
                .map(Stored::document)
                .filter(one -> one.tenant().equals(tenant));
    }

    /**
     * A human decides.
     *
     * @throws RefusedException when it cannot be decided so
     */
    public Approval decide(TenantId tenant, ApprovalId id, Wish wish) {
        if (find(tenant, id).isEmpty()) {
            throw new RefusedException(ProblemType.NOT_FOUND.because("There is no approval " + id + "."));
        }
        Instant now = now();
        // The router is asked before the row is locked: the rules say what they need to know.
        Map<AgentId, Boolean> known = new HashMap<>();
        ApprovalRules.decide(
                find(tenant, id).orElseThrow(), wish, agent -> known.computeIfAbsent(agent, agents::deployed), now);
        Predicate<AgentId> taken = agent -> known.getOrDefault(agent, true);
        Verdict verdict = settle(
                        id.value(), found -> Optional.of(ApprovalRules.decide(found.orElseThrow(), wish, taken, now)))
                .orElseThrow();
        return switch (verdict) {
            case Verdict.Made made -> made.approval();
            case Verdict.Repeated same -> same.approval();
            case Verdict.Refused refused -> throw new RefusedException(refused.problem());
        };
    }

    /**
     * A client wants an agent for what nobody can do yet.
     *
     * @param role what it is to be called in a team; as proposed when absent
     * @throws RefusedException when somebody can do it, or the router cannot be asked
     */
    public Approval propose(
            TenantId tenant, String taskDescription, List<String> requiredSkills, @Nullable String role) {
        AgentMatches matches = agents.match(taskDescription, requiredSkills);
        AgentProposal proposal = matches.proposal();
        if (proposal == null) {
            throw new RefusedException(ProblemType.CONFLICT.because("There is an agent for this: "
                    + matches.matches().getFirst().agent()
                    + ". Name skills that it lacks in requiredSkills to have another one proposed."));
        }
        Instant now = now();
        JsonNode details = Json.mapper().valueToTree(role == null ? proposal : named(proposal, role));
        ApprovalId id = ApprovalIds.of("proposal:" + Identifiers.timeOrdered(now));
        ApprovalRequested asked = new ApprovalRequested(
                id,
                tenant,
                ApprovalKind.AGENT_PROPOSAL,
                ApprovalSubject.nothing(),
                "Make an agent: " + (role == null ? proposal.name() : role),
                proposal.because() + " Granted, it is made and deployed.",
                details,
                ApprovalIds.hash(details),
                now.plus(expiry),
                now);
        return takeIn(asked, true).orElseThrow();
    }

    private static AgentProposal named(AgentProposal proposal, String role) {
        return new AgentProposal(
                role,
                role.replace('_', ' '),
                proposal.skills(),
                proposal.tools(),
                proposal.systemPrompt(),
                proposal.model(),
                proposal.because());
    }

    /**
     * Takes in what is asked.
     *
     * @param announce whether it has not been on {@code session-events} yet
     * @return what is kept now
     */
    public Optional<Approval> takeIn(ApprovalRequested asked, boolean announce) {
        String place = Step.current().trace();
        return documents.change(asked.approvalId().value(), stored -> {
            Optional<Approval> known = stored.map(Stored::document);
            Optional<Approval> kept = ApprovalRules.asked(known, asked).map(fresh -> fresh.traced(place));
            if (kept.isEmpty()) {
                return Changed.nothing(known);
            }
            boolean tell = announce && kept.get().pending();
            return new Changed<>(
                    stored(kept.get()),
                    tell
                            ? List.of(new Publication(
                                    Topics.SESSION_EVENTS,
                                    asked.approvalId().value(),
                                    asked.approvalId() + ":requested",
                                    asked,
                                    asked.at()))
                            : List.of(),
                    kept);
        });
    }

    /** What asked no longer does. */
    public void withdraw(ApprovalWithdrawn withdrawn) {
        var unused = settle(withdrawn.approvalId().value(), found -> ApprovalRules.withdraw(found, withdrawn));
    }

    /**
     * A change that may be the end of waiting. What follows from it goes on from the span that tells how long that was,
     * which is part of what asked, and linked to what was done about it.
     */
    private Optional<Verdict> settle(String id, Function<Optional<Approval>, Optional<? extends Verdict>> rule) {
        Step by = Step.current();
        Step waited = documents
                .find(id)
                .map(stored -> waits.waited(stored.document(), by))
                .orElse(Step.NONE);
        Optional<Verdict> verdict;
        try (Step.Scope ignored = (waited == Step.NONE ? by : waited).enter()) {
            verdict = documents.change(id, stored -> {
                Optional<? extends Verdict> ruled = rule.apply(stored.map(Stored::document));
                Optional<Verdict> answer = ruled.map(made -> made);
                return ruled.isPresent() && ruled.get() instanceof Verdict.Made made
                        ? changed(made, answer)
                        : Changed.nothing(answer);
            });
        }
        if (verdict.isPresent() && verdict.get() instanceof Verdict.Made made) {
            waited.with(Semantics.OUTCOME, status(made.approval().status())).close();
        }
        return verdict;
    }

    /** The calls that wait for a decision, of all tenants; the newest where there are very many. */
    public List<Approval> pendingCalls(int most) {
        return documents.list(new Query(null, List.of(status(ApprovalStatus.PENDING)), null, most)).stream()
                .map(Stored::document)
                .filter(approval -> approval.kind() == ApprovalKind.TOOL_CALL)
                .toList();
    }

    @Override
    public String kind() {
        return DocumentKinds.APPROVALS;
    }

    @Override
    public void due(String id, Instant now) {
        var unused = settle(id, found -> found.flatMap(one -> ApprovalRules.expire(one, now())));
    }

    private static <R> Changed<Approval, R> changed(Verdict.Made made, R answer) {
        return new Changed<>(
                stored(made.approval()),
                made.consequences().stream()
                        .map(consequence -> publication(made.approval(), consequence))
                        .toList(),
                answer);
    }

    private static Publication publication(Approval approval, Consequence consequence) {
        String id = approval.approvalId().value();
        return switch (consequence) {
            case Consequence.Announce(var decided) ->
                new Publication(Topics.SESSION_EVENTS, id, id + ":decided", decided, decided.at());
            case Consequence.Decide(var command) ->
                new Publication(
                        Topics.TASK_COMMANDS, command.taskId().value(), id + ":decide", command, command.decidedAt());
            case Consequence.Answer(var command) ->
                new Publication(
                        Topics.TASK_COMMANDS,
                        String.valueOf(command.taskId()),
                        id + ":answer",
                        command,
                        command.answeredAt() == null ? approval.requestedAt() : command.answeredAt());
        };
    }

    private static Stored<Approval> stored(Approval approval) {
        return new Stored<>(
                approval.approvalId().value(),
                approval.tenant(),
                status(approval.status()),
                approval.requestedAt(),
                approval.pending() ? approval.expiresAt() : null,
                approval);
    }

    private static String status(ApprovalStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

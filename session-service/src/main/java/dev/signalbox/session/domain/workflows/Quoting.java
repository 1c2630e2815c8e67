package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.TaskRequested;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the team to a permission to spend. */
final class Quoting {

    static final String REVIEW = "review";

    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String WAITING = "the router cannot be asked: ";

    private Quoting() {}

    /** What the router is asked: each step, and one review. */
    static Map<String, TaskRequested> questions(Draft draft) {
        Map<String, TaskRequested> questions = new LinkedHashMap<>();
        for (Step step : draft.steps) {
            TaskId id = draft.task(step.id() + ":quote");
            questions.put(step.id(), Tasks.work(draft, id, step));
        }
        draft.steps.stream().filter(step -> step.agent() != null).findFirst().ifPresent(step -> {
            TaskId id = draft.task(REVIEW + ":quote");
            questions.put(REVIEW, Tasks.review(draft, id, step, ""));
        });
        return questions;
    }

    static void unanswered(Draft draft, String why) {
        String because = WAITING + why;
        draft.quoteAfter = draft.now.plus(AGAIN);
        if (!because.equals(draft.because)) {
            draft.enter(draft.status, because);
            draft.tell("The price cannot be asked yet: " + why);
        }
    }

    static void answered(Draft draft, List<Preview> previews) {
        Quote old = draft.quote;
        Workflow.Asked granted = draft.approval;
        int number = old == null ? 1 : old.number() + 1;
        Quote quote = QuoteSheet.of(draft, previews, number);
        draft.quoteAfter = null;
        if (granted != null && granted.grantedBy() != null && granted.revision() == draft.revision && old != null) {
            String drift = drift(draft, old, quote);
            if (drift == null) {
                Running.begin(draft, granted);
                return;
            }
            draft.quote = quote;
            if (tooDear(draft, quote)) {
                return;
            }
            ask(draft, quote, "The quote was approved, but " + drift + ". ");
            return;
        }
        draft.quote = quote;
        if (!tooDear(draft, quote)) {
            ask(draft, quote, "");
        }
    }

    /** Why a grant of the old quote does not hold for the new one; absent when it does. */
    private static @Nullable String drift(Draft draft, Quote old, Quote now) {
        if (!now.runnable()) {
            return "a step has nowhere to run: "
                    + now.steps().stream()
                            .filter(step -> step.problem() != null)
                            .map(step -> step.name() + " (" + step.problem() + ")")
                            .findFirst()
                            .orElse("");
        }
        if (!old.runnable()) {
            return "steps that had nowhere to run now have, at $" + now.expectedCost();
        }
        Money most = old.expectedCost().times(BigDecimal.valueOf(1 + draft.policy.drift()));
        return now.expectedCost().exceeds(most)
                ? "the expected cost has grown from $" + old.expectedCost() + " to $" + now.expectedCost()
                : null;
    }

    private static boolean tooDear(Draft draft, Quote quote) {
        Money left = draft.budget.minus(quote.spent());
        if (!quote.expectedCost().exceeds(left)) {
            return false;
        }
        String dearest = String.join(
                ", ",
                quote.steps().stream()
                        .sorted(java.util.Comparator.comparing(Quote.StepQuote::expectedCost)
                                .reversed())
                        .limit(3)
                        .map(step -> step.name() + " ($" + step.expectedCost() + ")")
                        .toList());
        String why = "the expected cost of $" + quote.expectedCost() + " is more than "
                + (left.exceeds(Money.ZERO) ? "the $" + left + " that are left" : "what is left, nothing,")
                + " of the budget of $" + draft.budget + ". Change the team (PUT .../team): a larger"
                + " budget, smaller models or fewer steps; the dearest are " + dearest;
        draft.approval = null;
        draft.enter(WorkflowStatus.REFUSED, why);
        draft.tell("Refused: " + why);
        return true;
    }

    private static void ask(Draft draft, Quote quote, String first) {
        JsonNode details = details(draft, quote);
        String hash = CanonicalJson.sha256(details);
        ApprovalId id = new ApprovalId(draft.before.id() + ":quote:" + quote.number());
        Instant expires = draft.now.plus(draft.policy.approvalExpiry());
        draft.approval = new Workflow.Asked(id, quote.number(), draft.revision, hash, expires, null, null);
        draft.enter(WorkflowStatus.AWAITING_APPROVAL, first.isEmpty() ? draft.templates : first.strip());
        String words = first + summary(draft, quote);
        draft.effects.add(new Effect.Ask(new ApprovalRequested(
                id,
                draft.before.tenant(),
                ApprovalKind.WORKFLOW_QUOTE,
                ApprovalSubject.workflow(draft.before.id()),
                "Workflow: " + Texts.shortened(draft.before.request().goal(), 120),
                words,
                details,
                hash,
                expires,
                draft.now)));
        draft.tell(words + " Waiting for a human's approval");
    }

    private static String summary(Draft draft, Quote quote) {
        return (draft.team == null ? 0 : draft.team.agents().size()) + " agents do "
                + quote.steps().size()
                + " steps for an expected $" + quote.expectedCost() + " (nine in ten under $" + quote.p90Cost()
                + ") in about " + words(quote.expectedDuration()) + " (nine in ten under " + words(quote.p90Duration())
                + ")." + (quote.notes().isEmpty() ? "" : " " + String.join(" ", quote.notes()));
    }

    private static String words(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes > 0 ? minutes + " min " + duration.toSecondsPart() + " s" : duration.toSeconds() + " s";
    }

    /** What is approved: the goal, the plan, the team and the price. */
    private static JsonNode details(Draft draft, Quote quote) {
        ObjectNode details = Json.mapper().createObjectNode();
        details.put("workflowId", draft.before.id().value());
        details.put("goal", draft.before.request().goal());
        details.set(
                "constraints", Json.mapper().valueToTree(draft.before.request().constraints()));
        details.set("plan", Json.mapper().valueToTree(draft.plan));
        details.set("team", Json.mapper().valueToTree(draft.team));
        details.set("quote", Json.mapper().valueToTree(quote));
        return details;
    }

    /** A human decided, or nobody did. What was decided about another quote than the one that is asked changes nothing. */
    static void decided(Draft draft, ApprovalDecided decided) {
        Workflow.Asked asked = draft.approval;
        if (draft.status != WorkflowStatus.AWAITING_APPROVAL
                || asked == null
                || !asked.id().equals(decided.approvalId())) {
            return;
        }
        if (!asked.hash().equals(decided.hash())) {
            draft.tell("A decision about another quote than the present one does not count");
            return;
        }
        String who = decided.decidedBy() == null ? "somebody" : decided.decidedBy();
        String said = decided.comment() == null || decided.comment().isBlank() ? "" : ": " + decided.comment();
        switch (decided.decision()) {
            case GRANTED -> {
                draft.approval = new Workflow.Asked(
                        asked.id(),
                        asked.number(),
                        asked.revision(),
                        asked.hash(),
                        asked.expiresAt(),
                        who,
                        decided.comment());
                draft.enter(WorkflowStatus.QUOTING, "approved; the price is compared");
                draft.quoteAfter = null;
                draft.tell(who + " approved the quote" + said);
            }
            case REFUSED -> {
                draft.enter(WorkflowStatus.REFUSED, who + " refused the quote" + said);
                draft.tell(who + " refused the quote" + said);
            }
            case EXPIRED, WITHDRAWN -> expired(draft);
        }
    }

    static void expired(Draft draft) {
        draft.enter(WorkflowStatus.EXPIRED, "nobody decided about the quote in time");
        draft.tell("Nobody decided about the quote in time");
    }

    /** What is asked is asked no longer. */
    static void withdraw(Draft draft, String because) {
        Workflow.Asked asked = draft.approval;
        if (asked != null && draft.status == WorkflowStatus.AWAITING_APPROVAL) {
            draft.effects.add(
                    new Effect.Withdraw(new ApprovalWithdrawn(asked.id(), draft.before.tenant(), because, draft.now)));
        }
        draft.approval = null;
    }
}

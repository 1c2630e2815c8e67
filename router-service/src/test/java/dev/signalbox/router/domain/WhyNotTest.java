package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotAnswer.Change;
import dev.signalbox.contracts.route.WhyNotAnswer.Kind;
import dev.signalbox.contracts.route.WhyNotAnswer.State;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.InputJson;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhyNotTest {

    private static final Snapshot LOCAL = TestingWorld.snapshot(TestingWorld.backend("local"));
    private static final Snapshot MANY = TestingWorld.snapshot(
            TestingWorld.backend("local"), TestingWorld.backend("e2b"), TestingWorld.backend("scrapybara"));
    private static final TaskSpec PYTHON = TaskSpec.ofCode("python", "print(1)");

    @Test
    void theRouteThatWasTakenNeedsNoChange() {
        WhyNotAnswer answer = ask(LOCAL, PYTHON, "local", "quick");

        assertThat(answer.state()).isEqualTo(State.CHOSEN);
        assertThat(answer.changes()).isEmpty();
    }

    @Test
    void aBackendThatNobodyAnnouncesWouldFirstHaveToBeThere() {
        WhyNotAnswer answer = ask(LOCAL, PYTHON, "e2b", null);

        assertThat(answer.state()).isEqualTo(State.REJECTED);
        assertThat(answer.answer())
                .contains("was ruled out: not configured: no executor announces it")
                .contains("if an executor announced it");
    }

    @Test
    void aRouteThatLostSaysByHowMuchAndWhatWouldTurnIt() {
        WhyNotAnswer answer = ask(LOCAL, PYTHON, "local", "heavy");

        assertThat(answer.state()).isEqualTo(State.LOST);
        assertThat(answer.answer()).contains("could have been taken, but all in all it was expected to cost $");
        assertThat(kinds(answer)).contains(Kind.OBJECTIVE, Kind.REQUEST);
        assertThat(answer.changes())
                .filteredOn(change -> change.kind() == Kind.REQUEST)
                .extracting(Change::words)
                .contains("the client asked for \"backend\": \"local\", \"tier\": \"heavy\"");
    }

    @Test
    void thePriceThatIsNamedIsTheOneThatTurnsIt() {
        RoutingInput input = input(MANY, PYTHON);
        WhyNotAnswer answer = WhyNot.ask(input, "e2b", null, null).orElseThrow();

        Change price = answer.changes().stream()
                .filter(change -> change.kind() == Kind.PRICE)
                .findFirst()
                .orElseThrow();
        double share = Money.of(java.util.Objects.requireNonNull(price.to()))
                        .usd()
                        .doubleValue()
                / Money.of(java.util.Objects.requireNonNull(price.from())).usd().doubleValue();
        assertThat(chosen(WhatIf.cheaper(input, "e2b", share * 0.999))).isEqualTo("e2b");
        assertThat(chosen(WhatIf.cheaper(input, "e2b", share * 1.01))).isEqualTo("local");
    }

    @Test
    void aTaskThatLeansToAFullEnvironmentWouldHaveToLeanLess() {
        TaskSpec install = TaskSpec.of(
                "Install the server, deploy it and set up the database environment",
                List.of(new CodeSnippet("bash", "docker compose up")));
        WhyNotAnswer answer = ask(MANY, install, "local", null);

        assertThat(answer.state()).isEqualTo(State.REJECTED);
        assertThat(kinds(answer)).contains(Kind.PROFILE, Kind.REQUEST);
    }

    @Test
    void anOverrideOfTheClientIsTheReason() {
        WhyNotAnswer answer = ask(MANY, spec("local", null, null), "e2b", null);

        assertThat(answer.answer()).contains("the client asked for backend local");
        assertThat(answer.answer()).contains("Nothing short of the client's own wish");
    }

    @Test
    void aCeilingIsNamedWhereItIsTheReason() {
        WhyNotAnswer answer = ask(MANY, spec("scrapybara", Money.of("0.0000001"), null), "scrapybara", null);

        assertThat(answer.state()).isEqualTo(State.REJECTED);
        assertThat(kinds(answer)).contains(Kind.LIMIT);
        assertThat(answer.answer()).contains("the client had set no maximum cost (0.0000001)");
    }

    @Test
    void aBackendThatIsSilentOrUnavailableWouldHaveToAnswer() {
        var silent = Altered.with(
                Altered.with(TestingWorld.backend("local"), "available", false),
                "announcedAt",
                TestingWorld.NOW.minus(Duration.ofHours(1)));
        WhyNotAnswer answer = ask(TestingWorld.snapshot(silent), PYTHON, "local", null);

        assertThat(answer.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.BACKEND);
            assertThat(change.words()).contains("it was available").contains("heard from");
        });
    }

    @Test
    void aPromptNeedsABackendWithModelsAndAnAgent() {
        WhyNotAnswer answer = ask(LOCAL, TaskSpec.ofPrompt("Fix typo in README"), "local", null);

        assertThat(answer.state()).isEqualTo(State.REJECTED);
        assertThat(answer.answer()).contains("it offered models");
    }

    @Test
    void whatNobodyKnowsHasNoAnswer() {
        assertThat(WhyNot.ask(input(LOCAL, PYTHON), "nowhere", null, null)).isEmpty();
        assertThat(WhyNot.ask(input(LOCAL, PYTHON), "local", "gigantic", null)).isEmpty();
    }

    @Test
    void itIsAlwaysTheSameAndBounded() {
        for (String backend : List.of("local", "e2b", "scrapybara")) {
            for (Snapshot snapshot : List.of(LOCAL, MANY)) {
                WhyNotAnswer answer = ask(snapshot, PYTHON, backend, "medium");
                assertThat(answer.decisions()).isLessThan(WhyNot.MOST_DECISIONS);
                assertThat(ask(snapshot, PYTHON, backend, "medium")).isEqualTo(answer);
            }
        }
    }

    private static List<Kind> kinds(WhyNotAnswer answer) {
        return answer.changes().stream().map(Change::kind).toList();
    }

    private static String chosen(RoutingInput input) {
        return java.util.Objects.requireNonNull(RoutingPolicy.decide(input).chosen())
                .route()
                .backend();
    }

    private static WhyNotAnswer ask(Snapshot snapshot, TaskSpec task, String backend, @Nullable String tier) {
        return WhyNot.ask(input(snapshot, task), backend, tier, null).orElseThrow();
    }

    private static TaskSpec spec(
            @Nullable String backend, @Nullable Money maximumCost, @Nullable Double minimumSuccess) {
        return new TaskSpec(
                null,
                PYTHON.code(),
                List.of(),
                null,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                backend,
                null,
                null,
                null,
                maximumCost,
                null,
                Map.of(),
                List.of(),
                List.of(),
                minimumSuccess,
                null,
                null);
    }

    /** As it is read back from a record. */
    private static RoutingInput input(Snapshot snapshot, TaskSpec task) {
        RoutingResult result = TestingWorld.router(
                        snapshot,
                        TestingWorld.PRICES,
                        TestingWorld.POLICY.policy().exploring(0))
                .route(TestingWorld.request("task-1", task), TestingWorld.NOW);
        JsonNode input = java.util.Objects.requireNonNull(
                switch (result) {
                    case RoutingResult.Routed(var routed) -> routed.input();
                    case RoutingResult.Rejected(var rejected) -> rejected.input();
                });
        try {
            return InputJson.read(Json.mapper().readTree(Json.mapper().writeValueAsBytes(input)));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}

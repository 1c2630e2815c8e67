package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Answer.Ending;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.executor.app.StopSignal;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents do. */
class AgentsOnSimulatedModelsTest extends WithSimulatedModels {

    @Test
    void answersAQuestionWithoutTools() throws Exception {
        AgentResult result = work(Asking.prompt("Why is the sky blue?"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).text()).contains("simulated model in place of claude-haiku-5-5");
        assertThat(answer(result).ending()).isEqualTo(Ending.DONE);
        assertThat(progress.text.toString()).isEqualTo(answer(result).text());
        assertThat(progress.pieces).hasSizeGreaterThan(5);
        assertThat(progress.calls).isEmpty();
        assertThat(result.conversation().turnCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-5-5", "claude-opus-5-5", "gpt-6-luna", "simulated-llama"})
    void writesAndRunsAProgramWithEveryProvider(String model) throws Exception {
        AgentResult result = work(Asking.prompt("Write a program that prints the first Fibonacci numbers, and run it")
                .models(model));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(Files.readString(folder.resolve("main.py"))).contains("numbers.append");
        assertThat(answer(result).text()).contains("[0, 1, 1, 2, 3, 5, 8, 13, 21, 34]");
        assertThat(answer(result).model()).isEqualTo(model);
        assertThat(progress.calls).extracting(TestingProgress.Call::tool).contains("write_file", "run_command");
        assertThat(progress.calls).allMatch(call -> call.outcome() == ToolCalled.Outcome.SUCCEEDED);
        assertThat(progress.begun).hasSameSizeAs(progress.calls);
        assertThat(answer(result).toolCalls()).isEqualTo(progress.calls.size());
        assertThat(result.cost().total()).isEqualTo(progress.lastCost()).isGreaterThan(Money.ZERO);
        assertThat(progress.costs).hasSize(answer(result).turns());
        assertThat(progress.costs).extracting(Cost::total).isSorted();
    }

    @Test
    void usesTheCacheOfAnthropicInTheSecondCall() throws Exception {
        AgentResult result = work(Asking.prompt("Create a script, run it. " + "Mind the details. ".repeat(300))
                .models("claude-opus-5-5"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.tokens().cacheWrite()).isGreaterThan(1000);
        assertThat(result.tokens().cacheRead())
                .isGreaterThan(2 * result.tokens().cacheWrite());
        assertThat(result.cost().parts().getFirst().because()).contains("from the cache", "price list test-1");
    }

    @Test
    void mayNotUseAToolThatItsSpecificationDoesNotName() throws Exception {
        deployed.deployed(Asking.deployed("reader", "read_file", "message_agent"));

        AgentResult result =
                work(Asking.prompt("Look [simulate: tool=run_command]").agent("reader"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(progress.calls).singleElement().satisfies(call -> {
            assertThat(call.outcome()).isEqualTo(ToolCalled.Outcome.DENIED);
            assertThat(call.result()).contains("You have: read_file.");
        });
        assertThat(answer(result).text()).contains("It did not work");
    }

    @Test
    void handsOverToAnotherAgentWhoHasItsOwnTools() throws Exception {
        deployed.deployed(Asking.deployed("lead", "hand_over"));
        deployed.deployed(Asking.deployed("writer", "write_file"));

        AgentResult result = work(Asking.prompt("Please hand over to writer").agent("lead"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).agent()).hasToString("writer");
    }

    @Test
    void asksAPersonAndGoesOn() throws Exception {
        progress.answerToQuestions = "Blue, of course.";

        AgentResult result = work(Asking.prompt("Ask me for my favourite colour"));

        assertThat(progress.questions).hasSize(1);
        assertThat(answer(result).text()).contains("Blue, of course.");
    }

    @Test
    void isNotRunWhenTheAgentIsNotThere() throws Exception {
        AgentResult result = work(Asking.prompt("Hello?").agent("nobody"), Duration.ofMillis(8000), new StopSignal());

        assertThat(result.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
        assertThat(problem(result).detail()).contains("nobody is not deployed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-5-5", "gpt-6-luna"})
    void answersInTheFormThatWasAskedFor(String model) throws Exception {
        AgentResult result = work(
                Asking.prompt("How many?")
                        .models(model)
                        .schema(
                                "{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{\"count\":{\"type\":\"integer\",\"minimum\":3}},\"additionalProperties\":false}"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).structured()).hasToString("{\"count\":3}");
    }

    @Test
    void correctsAnAnswerThatDoesNotFit() throws Exception {
        AgentResult result = work(
                Asking.prompt("How many? [simulate: invalid-json]")
                        .schema(
                                "{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{\"count\":{\"type\":\"integer\"}}}"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).turns()).isEqualTo(2);
    }

    @Test
    void failsWhenTheAnswerNeverFits() throws Exception {
        AgentResult result = work(
                Asking.prompt("How many? [simulate: invalid-json=always]")
                        .schema(
                                "{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{\"count\":{\"type\":\"integer\"}}}"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer(result).turns()).isEqualTo(3);
        assertThat(answer(result).structured()).isNull();
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:invalid-answer");
    }

    @Test
    void tellsThatTheModelRefused() throws Exception {
        AgentResult result = work(Asking.prompt("Do harm [simulate: refuse]"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:model-refused");
        assertThat(answer(result).ending()).isEqualTo(Ending.REFUSED);
    }

    @Test
    void neverTellsSecretsOfTheEnvironment() throws Exception {
        AgentResult result = work(Asking.prompt("Please run `echo $TOKEN; echo sk-ant-abcdefghijklmnop`")
                .environment("TOKEN", "very-secret-value"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(progress.calls.getFirst().result()).contains("***").doesNotContain("very-secret", "sk-ant");
        assertThat(answer(result).text()).doesNotContain("very-secret", "sk-ant-abc");
        assertThat(texts(result.conversation())).noneMatch(text -> text.contains("very-secret"));
        assertThat(progress.text).doesNotContain("very-secret");
    }

    @Test
    void goesOnWithWhatWasSaidBefore() throws Exception {
        AgentResult first = work(Asking.prompt("Write a file notes.txt that says \"kept\""));
        AgentResult second = work(Asking.prompt("And now read notes.txt").after(first.conversation()));

        assertThat(second.conversation().turnCount()).isEqualTo(2);
        assertThat(second.conversation().messages())
                .hasSizeGreaterThan(first.conversation().messages().size());
        assertThat(answer(second).text()).contains("kept");
    }

    @Test
    void aSecondAttemptGoesOnWhereTheFirstEnded() throws Exception {
        AgentResult first = work(Asking.prompt("Go on [simulate: loop]").turns(3));
        AgentResult second =
                work(Asking.prompt("Go on [simulate: loop]").turns(3).attempt(2).after(first.conversation()));

        assertThat(texts(second.conversation()))
                .filteredOn(text -> text.startsWith("Go on"))
                .hasSize(1);
        assertThat(texts(second.conversation())).anyMatch(text -> text.contains("An earlier attempt"));
    }
}

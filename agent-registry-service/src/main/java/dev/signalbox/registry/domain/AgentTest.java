package dev.signalbox.registry.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.task.CodeSnippet;
import org.jspecify.annotations.Nullable;

/**
 * A task that a version has to do before it is deployed: either words for the agent, or code that runs beside its
 * program.
 *
 * @param name what it shows, for people
 * @param prompt for the agent
 * @param code to run
 * @param expect what has to come of it
 */
public record AgentTest(
        @Nullable String name,
        @Nullable String prompt,
        @Nullable CodeSnippet code,
        Expectation expect) {

    /**
     * What has to come of a test; all of what is given.
     *
     * @param contains text that the answer or the output contains, in whatever case
     * @param regex regular expression that is found in the answer or the output
     * @param schema JSON Schema that the answer is valid by; of prompts only
     * @param exitCode of the code; 0 when absent
     */
    public record Expectation(
            @Nullable String contains,
            @Nullable String regex,
            @Nullable JsonNode schema,
            @Nullable Integer exitCode) {

        /** That it ends well. */
        public static final Expectation ENDS_WELL = new Expectation(null, null, null, null);
    }

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public AgentTest {
        expect = expect == null ? Expectation.ENDS_WELL : expect;
    }

    /** Whether a model has to work on it. */
    public boolean needsModel() {
        return code == null;
    }

    /** For people. */
    public String label() {
        return name != null ? name : needsModel() ? "its prompt" : "its code";
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "AgentTest[" + label() + "]";
    }
}

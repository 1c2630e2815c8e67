package dev.signalbox.benchmarks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.signalbox.benchmarks.load.RestTarget.Answer;
import dev.signalbox.benchmarks.load.Target.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads of a task's JSON what the benchmark needs, and stops there: reading all would cost more than sending. */
final class TaskAnswers {

    private static final JsonFactory JSON = new JsonFactory();

    private TaskAnswers() {}

    /** The identifier and whether the task succeeded. */
    static Answer read(byte[] body) {
        String taskId = null;
        String status = null;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Answer(null, Outcome.failed("the answer is no JSON object"));
            }
            while ((taskId == null || status == null) && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "taskId" -> taskId = parser.getText();
                    case "status" -> status = parser.getText();
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return new Answer(taskId, Outcome.failed("the answer is no readable JSON"));
        }
        return new Answer(taskId, outcome(taskId, status));
    }

    private static Outcome outcome(@Nullable String taskId, @Nullable String status) {
        if (taskId == null || status == null) {
            return Outcome.failed("the answer has no " + (taskId == null ? "taskId" : "status"));
        }
        return status.equals("succeeded") ? Outcome.SUCCEEDED : Outcome.failed("status " + status);
    }
}

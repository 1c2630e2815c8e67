package dev.signalbox.contracts.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.TaskLimits.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLimitsTest {

    @Test
    void aTaskWithCodeOrAPromptIsValid() {
        assertThat(TaskLimits.violations(TaskSpec.ofCode("python", "print(1)"))).isEmpty();
        assertThat(TaskLimits.violations(TaskSpec.ofPrompt("hello"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| |false",
                "{\"prompt\":\"  \"}| |false",
                "{\"code\":[{\"language\":\"cobol\",\"source\":\"x\"}]}|/code/0/language|false",
                "{\"code\":[{\"source\":\" \"}]}|/code/0/source|false",
                "{\"prompt\":\"x\",\"files\":[{\"path\":\"../x\"}]}|/files/0/path|false",
                "{\"prompt\":\"x\",\"files\":[{\"path\":\"a\"},{\"path\":\"a\"}]}|/files/1/path|false",
                "{\"prompt\":\"x\",\"files\":[{\"path\":\"a\",\"content\":\"!\",\"encoding\":\"base64\"}]}"
                        + "|/files/0/content|false",
                "{\"prompt\":\"x\",\"tier\":\"huge\"}|/tier|false",
                "{\"prompt\":\"x\",\"timeout\":\"0s\"}|/timeout|false",
                "{\"prompt\":\"x\",\"timeout\":\"25h\"}|/timeout|false",
                "{\"prompt\":\"x\",\"priority\":10}|/priority|false",
                "{\"prompt\":\"x\",\"maximumCost\":-1}|/maximumCost|false",
                "{\"prompt\":\"x\",\"environment\":{\"A=B\":\"1\"}}|/environment|false"
            })
    void saysWhatIsWrongAndWhere(String json, String field, boolean tooLarge) throws JsonProcessingException {
        TaskSpec task = Json.mapper().readValue(json, TaskSpec.class);

        assertThat(TaskLimits.violations(task))
                .singleElement()
                .returns(field == null ? "" : field, Violation::field)
                .returns(tooLarge, Violation::tooLarge);
    }

    @Test
    void namesTheLimitThatWasPassed() {
        assertThat(TaskLimits.violations(TaskSpec.ofPrompt("x".repeat(TaskLimits.PROMPT_BYTES + 1))))
                .containsExactly(new Violation("/prompt", "has 262145 bytes, the limit is 262144", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "a/../b", "..", "a//b", "a/", "./a", "a\\b", "a\0b"})
    void pathsThatLeaveTheFolderAreNotSafe(String path) {
        assertThat(TaskLimits.safePath(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b.txt", ".hidden", "a..b/c", "mit Leerzeichen/ä.txt"})
    void pathsInsideTheFolderAreSafe(String path) {
        assertThat(TaskLimits.safePath(path)).isTrue();
    }
}

package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.benchmarks.load.RestTarget.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TaskAnswersTest {

    @Test
    void findsTheIdentifierAndTheStatusOfTheTaskItself() {
        Answer answer = read("""
                {"route":{"status":"wrong","taskId":"wrong"},"taskId":"t1","tenant":"x","status":"succeeded","result":""");

        assertThat(answer.taskId()).isEqualTo("t1");
        assertThat(answer.outcome().succeeded()).isTrue();
    }

    @Test
    void aTaskThatFailedIsNoSuccess() {
        assertThat(read("{\"taskId\":\"t1\",\"status\":\"failed\"}").outcome().problem())
                .isEqualTo("status failed");
    }

    @Test
    void whatIsNoTaskIsNoSuccess() {
        assertThat(read("{\"title\":\"busy\",\"status\":503}").outcome().problem())
                .contains("taskId");
        assertThat(read("[]").outcome().succeeded()).isFalse();
        assertThat(read("{\"taskId\":").outcome().succeeded()).isFalse();
        assertThat(read("").outcome().succeeded()).isFalse();
    }

    private static Answer read(String body) {
        return TaskAnswers.read(body.getBytes(StandardCharsets.UTF_8));
    }
}

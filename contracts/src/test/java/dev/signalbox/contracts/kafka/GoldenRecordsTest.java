package dev.signalbox.contracts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One golden file for each record and version. A file that is there must parse for ever: change a record so that its
 * file still parses, or add a version. New records: run with {@code -Dgolden.write=true} and commit the new file.
 */
class GoldenRecordsTest {

    private static final ObjectMapper PRETTY = Json.mapper().copy().enable(SerializationFeature.INDENT_OUTPUT);

    static Stream<Object> samples() {
        return Samples.all().stream();
    }

    @Test
    void everyRecordTypeHasOneSample() {
        assertThat(Samples.all().stream().map(RecordType::of)).containsExactly(RecordType.values());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aGoldenFileParsesToTheSample(Object sample) throws IOException {
        assertThat(Json.mapper().treeToValue(golden(sample), sample.getClass())).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsWrittenAsItsGoldenFileSays(Object sample) throws IOException {
        JsonNode written = Json.mapper().readTree(Json.mapper().writeValueAsBytes(sample));
        assertThat(written).isEqualTo(golden(sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void fieldsOfLaterVersionsAreIgnored(Object sample) throws IOException {
        ObjectNode later = (ObjectNode) golden(sample).deepCopy();
        later.put("addedLater", "x").putObject("alsoAdded").put("y", 1);
        assertThat(Json.mapper().treeToValue(later, sample.getClass())).isEqualTo(sample);
    }

    /** What was written before a component was added, by the day until which it was; new components take defaults. */
    static Stream<Arguments> earlier() {
        return Stream.of(
                        Map.entry(
                                "2026-11-20",
                                List.of(
                                        TaskRequested.class,
                                        TaskRouted.class,
                                        TaskRejected.class,
                                        RouteStatistics.class,
                                        ExecutionRequested.class,
                                        TaskCompleted.class,
                                        TaskFailed.class,
                                        TaskCancelled.class)),
                        Map.entry(
                                "2026-11-21",
                                List.of(
                                        TaskRequested.class,
                                        TaskRouted.class,
                                        TaskRejected.class,
                                        ExecutionRequested.class,
                                        AttemptFinished.class,
                                        BackendAnnounced.class,
                                        TaskCompleted.class,
                                        TaskFailed.class,
                                        TaskCancelled.class)),
                        Map.entry(
                                "2026-11-21b",
                                List.of(
                                        TaskRequested.class,
                                        TaskRouted.class,
                                        TaskRejected.class,
                                        ExecutionRequested.class,
                                        QuestionAsked.class,
                                        TaskQuestion.class,
                                        AgentDeployed.class,
                                        TaskCompleted.class,
                                        TaskFailed.class,
                                        TaskCancelled.class)),
                        Map.entry("2026-11-30", List.of(BackendAnnounced.class, TaskRouted.class)))
                .flatMap(day -> day.getValue().stream().map(type -> Arguments.of(type, day.getKey())));
    }

    @ParameterizedTest
    @MethodSource("earlier")
    void whatWasWrittenEarlierStillParses(Class<?> type, String day) throws IOException {
        String name = "golden/earlier/" + type.getSimpleName() + ".v1." + day + ".json";
        try (InputStream in = GoldenRecordsTest.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            JsonNode earlier = Json.mapper().readTree(in);
            JsonNode again = Json.mapper().valueToTree(Json.mapper().treeToValue(earlier, type));
            earlier.fieldNames()
                    .forEachRemaining(
                            field -> assertThat(again.has(field)).as(field).isTrue());
        }
    }

    private static JsonNode golden(Object sample) throws IOException {
        String name = "golden/" + sample.getClass().getSimpleName() + ".v1.json";
        if (Boolean.getBoolean("golden.write")) {
            Path file = Path.of("src/test/resources", name);
            if (!Files.exists(file)) {
                Files.writeString(file, PRETTY.writeValueAsString(sample) + "\n");
            }
            return Json.mapper().readTree(Files.readString(file));
        }
        try (InputStream in = GoldenRecordsTest.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return Json.mapper().readTree(in);
        }
    }
}

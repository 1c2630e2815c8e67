package dev.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.TravellingClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A native image keeps reflection only where it is told to, and a record that is missing there fails at run time. After
 * a change of the records run with {@code -Dnative.write=true} and commit the file.
 */
class NativeReflectionTest {

    private static final Path FILE =
            Path.of("src/main/resources/META-INF/native-image/dev.signalbox/contracts/reflect-config.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everythingThatTravelsIsRegistered() throws IOException {
        ArrayNode expected = JSON.createArrayNode();
        for (Class<?> type : TravellingClasses.all()) {
            expected.addObject()
                    .put("name", type.getName())
                    .put("allDeclaredConstructors", true)
                    .put("allDeclaredMethods", true)
                    .put("allDeclaredFields", true)
                    .put("allRecordComponents", type.isRecord());
        }
        if (Boolean.getBoolean("native.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(expected) + "\n");
        }

        JsonNode registered = JSON.readTree(Files.readString(FILE));

        assertThat(registered)
                .as("run this test with -Dnative.write=true and commit %s", FILE)
                .isEqualTo(expected);
    }

    @Test
    void theWalkReachesNestedAndGenericParts() {
        assertThat(TravellingClasses.all())
                .contains(
                        TaskSpec.class,
                        Money.class,
                        OutputAppended.Stream.class,
                        RouteDecision.Versions.class,
                        TaskId.class);
    }
}

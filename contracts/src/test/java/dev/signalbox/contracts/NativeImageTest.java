package dev.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.testing.NativeImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeImageTest {

    private static final NativeImage IMAGE = NativeImage.of("dev.signalbox.contracts");

    @Test
    void everythingThatJsonIsMadeOfIsRegistered() throws IOException {
        IMAGE.assertReflectionIsRegistered();
    }

    @Test
    void noSecretAndNothingThatRunsIsMadeWhileTheImageIsBuilt() throws IOException {
        IMAGE.assertNothingOfARunIsInTheImage();
    }

    /** Quarkus registers the rest of what Kafka's clients reach by name; docs/decisions/0015. */
    @Test
    void whatKafkaReachesByNameIsRegisteredUnderNamesThatExist() throws IOException {
        var entries = new ObjectMapper()
                .readTree(NativeImageTest.class.getResource(
                        "/META-INF/native-image/dev.signalbox/kafka-clients/reflect-config.json"));

        assertThat(entries)
                .isNotEmpty()
                .allSatisfy(entry -> Class.forName(entry.get("name").asText()));
    }

    @Test
    void whatClientsWriteIsReadableWithoutANativeLibrary() {
        assertThat(Topics.all(List.of()))
                .filteredOn(topic -> topic.name().equals(Topics.TASK_REQUESTS)
                        || topic.name().equals(Topics.TASK_COMMANDS))
                .hasSize(2)
                .allSatisfy(topic -> assertThat(topic.settings()).containsEntry("compression.type", "lz4"));
    }

    @Test
    void nothingIsReachedByAName() {
        IMAGE.assertNothingIsReachedByName();
    }
}

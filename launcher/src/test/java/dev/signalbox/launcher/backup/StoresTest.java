package dev.signalbox.launcher.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.connection.PostgresTls;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.launcher.stack.StackException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoresTest {

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "SIGNALBOX_POSTGRES", "db:5432/signalbox",
            "SIGNALBOX_POSTGRES_PASSWORD", "of-postgres",
            "SIGNALBOX_KAFKA", "kafka:9093"));

    @Test
    void storesThatAskForNothingAreReachedByAddress() throws StackException {
        Stores stores = Stores.named(variables).orElseThrow();

        assertThat(stores.url()).isEqualTo("jdbc:postgresql://db:5432/signalbox");
        assertThat(stores.kafka().settings()).isEqualTo(Map.of("bootstrap.servers", "kafka:9093"));
        assertThat(Stores.named(Map.of())).isEmpty();
    }

    @Test
    void oneOfTheTwoAloneIsNotTakenForTheStackOfThisFolder() {
        assertThatThrownBy(() -> Stores.named(Map.of("SIGNALBOX_POSTGRES", "db:5432/signalbox", "SIGNALBOX_KAFKA", "")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("SIGNALBOX_POSTGRES is set, but SIGNALBOX_KAFKA is not");
        assertThatThrownBy(() -> Stores.named(Map.of("SIGNALBOX_KAFKA", "kafka:9093")))
                .hasMessageContaining("SIGNALBOX_KAFKA is set, but SIGNALBOX_POSTGRES is not");
    }

    @Test
    void theVariablesOfTheServicesSayHowTheyAreSpokenTo() throws StackException {
        variables.put("SIGNALBOX_POSTGRES_SSL_MODE", "require");
        variables.put("SIGNALBOX_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        variables.put("SIGNALBOX_KAFKA_USERNAME", "me");
        variables.put("SIGNALBOX_KAFKA_PASSWORD", "of-kafka");

        Stores stores = Stores.named(variables).orElseThrow();

        assertThat(stores.url()).isEqualTo("jdbc:postgresql://db:5432/signalbox?sslmode=require");
        assertThat(stores.kafka().settings()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(stores.toString()).isEqualTo("db:5432/signalbox and kafka:9093 (SASL_SSL, SCRAM-SHA-512 as me)");
    }

    @Test
    void thePathOfAnAuthorityIsWrittenAsAnAddressWantsIt() {
        Stores stores = new Stores(
                "db/signalbox?options=x",
                "me",
                "",
                new PostgresTls(PostgresTls.Mode.VERIFY_FULL, "/my certificates/a&b.pem"),
                KafkaConnection.plaintext("kafka"));

        assertThat(stores.url())
                .isEqualTo("jdbc:postgresql://db/signalbox?options=x&sslmode=verify-full"
                        + "&sslrootcert=%2Fmy+certificates%2Fa%26b.pem");
    }

    @Test
    void whatDoesNotFitTogetherIsSaidToWhoeverBacksUp() {
        variables.put("SIGNALBOX_KAFKA_PASSWORD", "of-kafka");

        assertThatThrownBy(() -> Stores.named(variables))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("SIGNALBOX_KAFKA_PASSWORD is set, but");
    }
}

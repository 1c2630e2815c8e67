package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void readsQuotedAndBareKeysAsTheSame() {
        assertThat(IdempotencyKey.parse("\"abc\"")).isEqualTo(IdempotencyKey.parse(" abc "));
        assertThat(IdempotencyKey.parse("\"a \\\"b\\\\\"")).isEqualTo(new IdempotencyKey("a \"b\\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"\"", "\"a", "a\"b", "\"a\"b\"", "\"a\\\"", "\"a\\n\"", "a b", "ü", "a,b"})
    void takesNothingElse(String header) {
        assertThat(IdempotencyKey.parse(header)).isNull();
    }

    @Test
    void boundsTheLength() {
        assertThat(IdempotencyKey.parse("x".repeat(255))).isNotNull();
        assertThat(IdempotencyKey.parse("x".repeat(256))).isNull();
    }

    @Test
    void namesOneTaskForEachTenantAndKey() {
        TenantId alpha = new TenantId("alpha");
        var task = new IdempotencyKey("k").taskId(alpha);
        assertThat(new IdempotencyKey("k").taskId(alpha))
                .isEqualTo(task)
                .hasToString("83baced2-988c-83a2-96d6-9cef9ea85e37");
        assertThat(new IdempotencyKey("k2").taskId(alpha)).isNotEqualTo(task);
        assertThat(new IdempotencyKey("k").taskId(new TenantId("beta"))).isNotEqualTo(task);
        UUID uuid = UUID.fromString(task.value());
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
    }
}

package dev.signalbox.contracts.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditEntryTest {

    private static final Instant AT = Instant.parse("2026-11-30T23:00:00.5Z");

    static AuditRecorded recorded(String id, String subject) {
        return new AuditRecorded(
                id,
                "r1",
                AT,
                new TenantId("acme"),
                "acme",
                null,
                false,
                "task.cancel",
                null,
                "task",
                subject,
                AuditPhase.DONE,
                202,
                null,
                AuditChannel.REST,
                "192.0.2.7",
                null,
                null,
                null);
    }

    /** What docs/operations/audit.md says; sha256sum says the same of these bytes. */
    @Test
    void isHashedAsTheDocumentationSays() {
        AuditEntry entry = AuditEntry.after(AuditEntry.GENESIS, 1, recorded("e1", "t-1"), AT.plusSeconds(1));

        assertThat(entry.canonical())
                .isEqualTo("{\"action\":\"task.cancel\",\"actor\":\"acme\",\"at\":\"2026-11-30T23:00:00.500Z\","
                        + "\"channel\":\"rest\",\"entryId\":\"e1\",\"operator\":false,\"phase\":\"done\","
                        + "\"recordedAt\":\"2026-11-30T23:00:01.500Z\",\"requestId\":\"r1\",\"sequence\":1,"
                        + "\"source\":\"192.0.2.7\",\"status\":202,\"subjectId\":\"t-1\",\"subjectType\":\"task\","
                        + "\"tenant\":\"acme\",\"version\":1}");
        assertThat(entry.hash()).isEqualTo("d6c81742b383770581f8893646aa11bc8de249673ef388682c92ce37e2b234ba");
    }

    @Test
    void formDoesNotDependOnOrderOrWhiteSpace() throws Exception {
        AuditEntry entry = AuditEntry.after(AuditEntry.GENESIS, 1, recorded("e1", "t-1"), AT);
        ObjectNode turned = JsonNodeFactory.instance.objectNode();
        Json.mapper().readTree(entry.canonical()).properties().stream()
                .sorted((a, b) -> b.getKey().compareTo(a.getKey()))
                .forEach(property -> turned.set(property.getKey(), property.getValue()));

        AuditEntry kept = AuditEntry.kept(turned.toPrettyString(), entry.previous(), entry.hash());

        assertThat(kept).isEqualTo(entry);
    }

    @Test
    void escapesAsRfc8785Does() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("b", "\"\\/\b\t\n\f\r\u000f\u007f€\uD83D\uDE00").put("a", 7);

        assertThat(CanonicalJson.of(object))
                .isEqualTo("{\"a\":7,\"b\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u000f\u007f€\uD83D\uDE00\"}");
    }

    @Test
    void takesNothingThatHasSeveralForms() {
        assertThatThrownBy(() ->
                        CanonicalJson.of(JsonNodeFactory.instance.objectNode().put("a", 1.5)))
                .hasMessageContaining("a is no text");
        assertThatThrownBy(() -> CanonicalJson.of(JsonNodeFactory.instance.arrayNode()))
                .hasMessageContaining("object");
    }

    @Test
    void whatACallerWritesCannotBreakAnEntry() {
        AuditRecorded recorded = recorded("e1", "a\u0000b\nc\uD800d\u202E" + "x".repeat(500));

        assertThat(recorded.subjectId()).startsWith("a?b?c?d?x").hasSize(200);
        AuditEntry entry = AuditEntry.after(AuditEntry.GENESIS, 1, recorded, AT);
        assertThat(AuditEntry.kept(entry.canonical(), entry.previous(), entry.hash()))
                .isEqualTo(entry);
    }
}

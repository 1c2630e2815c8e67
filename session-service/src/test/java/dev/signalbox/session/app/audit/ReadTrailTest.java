package dev.signalbox.session.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditPruned;
import dev.signalbox.contracts.audit.AuditRecorded;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chains that are pruned while somebody reads them. */
class ReadTrailTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Instant AT = Instant.parse("2026-11-30T23:00:00Z");

    /** One chain. It is pruned the moment that its entries are asked for the first time. */
    private static final class PrunedMeanwhile implements AuditTrail {

        private final List<AuditEntry> entries = new ArrayList<>();
        private Head start = new Head(ACME, 0, AuditEntry.GENESIS, AT);
        private int through;

        PrunedMeanwhile(int entries, int through) {
            for (int i = 1; i <= entries; i++) {
                append("task.cancel", null, "t-" + i);
            }
            this.through = through;
        }

        private void append(String action, @Nullable String choice, String subject) {
            int number = entries.size() + 1;
            AuditRecorded recorded = new AuditRecorded(
                    "e" + number,
                    "e" + number,
                    AT,
                    ACME,
                    "ops",
                    null,
                    false,
                    action,
                    choice,
                    "task",
                    subject,
                    AuditPhase.DONE,
                    null,
                    null,
                    AuditChannel.SERVICE,
                    null,
                    null,
                    null,
                    null);
            entries.add(AuditEntry.after(
                    entries.isEmpty() ? AuditEntry.GENESIS : entries.getLast().hash(), number, recorded, AT));
        }

        @Override
        public Stretch entries(TenantId tenant, long after, long upTo, int most) {
            if (through > 0) {
                AuditEntry last = entries.get(through - 1);
                append(AuditPruned.ACTION, "by hand", through + ":" + last.hash());
                start = new Head(ACME, through, last.hash(), AT);
                through = 0;
            }
            List<AuditEntry> stretch = entries.stream()
                    .filter(entry -> entry.sequence() > Math.max(after, start.sequence()) && entry.sequence() <= upTo)
                    .limit(most)
                    .toList();
            return new Stretch(
                    stretch, stretch.isEmpty() ? after : stretch.getLast().sequence());
        }

        @Override
        public List<Head> heads(@Nullable TenantId tenant) {
            AuditEntry last = entries.getLast();
            return List.of(new Head(ACME, last.sequence(), last.hash(), AT));
        }

        @Override
        public Head start(TenantId tenant) {
            return start;
        }

        @Override
        public List<Head> contradicted(TenantId tenant) {
            return List.of();
        }

        @Override
        public int append(List<AuditRecorded> records, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<TaskId, TenantId> tenantsOf(Collection<TaskId> tasks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Page page(Query query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Head> unpublished() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void published(List<Head> heads) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aCheckBeginsAnewWhereTheChainNowBegins() {
        for (int through : List.of(2, 5)) {
            ReadTrail.Checked checked =
                    new ReadTrail(new PrunedMeanwhile(5, through)).verify(ACME).getFirst();

            assertThat(checked.breaks()).isEmpty();
            assertThat(checked.after()).isEqualTo(through);
            assertThat(checked.sequence()).isEqualTo(6);
            assertThat(checked.pruned()).isNotNull();
        }
    }

    @Test
    void anExportBreaksOffWithoutItsEnd() {
        List<String> lines = new ArrayList<>();

        assertThatThrownBy(() -> new ReadTrail(new PrunedMeanwhile(5, 2)).export(ACME, lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pruned while it was read");

        assertThat(lines).noneMatch(line -> line.contains("\"end\""));
    }
}

package dev.signalbox.contracts.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.ExportVerifier.Checkpoint;
import dev.signalbox.contracts.audit.ExportVerifier.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines: 1 start, 2 to 6 the entries 1 to 5, 7 head, 8 end. */
class ExportVerifierTest {

    private static final Instant AT = Instant.parse("2026-11-30T23:00:00Z");

    private final List<AuditEntry> entries = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void export() {
        String previous = AuditEntry.GENESIS;
        lines.add(AuditExport.start("acme", 0, previous));
        for (int i = 1; i <= 5; i++) {
            AuditEntry entry = AuditEntry.after(previous, i, AuditEntryTest.recorded("e" + i, "t-" + i), AT);
            entries.add(entry);
            lines.add(AuditExport.entry(entry));
            previous = entry.hash();
        }
        lines.add(AuditExport.head("acme", 5, previous));
        lines.add(AuditExport.end(1, 5));
    }

    private List<Fault> faults(Checkpoint... checkpoints) {
        ExportVerifier verifier = new ExportVerifier(List.of(checkpoints));
        lines.forEach(verifier::accept);
        return verifier.finish();
    }

    private Fault first(Checkpoint... checkpoints) {
        List<Fault> faults = faults(checkpoints);
        assertThat(faults).isNotEmpty();
        return faults.getFirst();
    }

    private Checkpoint checkpoint(int sequence) {
        return new Checkpoint("acme", sequence, entries.get(sequence - 1).hash());
    }

    @Test
    void findsNothingWrongWithWhatNobodyTouched() {
        assertThat(faults(checkpoint(3), checkpoint(5))).isEmpty();
    }

    @Test
    void tellsWhichEntryWasChanged() {
        lines.set(3, lines.get(3).replace("task.cancel", "task.answer"));

        assertThat(faults()).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(4);
            assertThat(fault.tenant()).isEqualTo("acme");
            assertThat(fault.sequence()).isEqualTo(3);
            assertThat(fault.what()).contains("changed");
        });
    }

    @Test
    void seesAFieldThatWasAdded() {
        lines.set(3, lines.get(3).replace("\"entry\":{", "\"entry\":{\"forgiven\":true,"));

        assertThat(first().sequence()).isEqualTo(3);
    }

    @Test
    void tellsThatAChangedEntryWithANewHashNoLongerFits() {
        AuditEntry third = entries.get(2);
        AuditEntry forged = AuditEntry.after(third.previous(), 3, AuditEntryTest.recorded("e3", "other"), AT);
        lines.set(3, AuditExport.entry(forged));

        assertThat(first().sequence()).isEqualTo(4);
        assertThat(first().what()).contains("follows another entry");
    }

    @Test
    void tellsWhereAnEntryIsMissing() {
        lines.remove(3);

        assertThat(first().line()).isEqualTo(4);
        assertThat(first().what()).contains("3 was to come").contains("missing");
    }

    @Test
    void tellsWhereTwoWereSwapped() {
        Collections.swap(lines, 3, 4);

        assertThat(first().line()).isEqualTo(4);
        assertThat(first().sequence()).isEqualTo(4);
        assertThat(faults().get(1).what()).contains("out of order");
    }

    @Test
    void seesThatTheFileWasCutOff() {
        lines.subList(4, lines.size()).clear();

        assertThat(faults()).singleElement().satisfies(fault -> {
            assertThat(fault.what()).contains("no end");
            assertThat(fault.sequence()).isEqualTo(3);
        });
    }

    @Test
    void seesThatTheLastEntriesWereTakenOut() {
        lines.subList(4, 6).clear();

        assertThat(first().sequence()).isEqualTo(3);
        assertThat(first().what()).contains("head is entry 5");
    }

    /** Whoever takes entries out and writes head and end anew is found out by a checkpoint, and by nothing else. */
    @Test
    void onlyACheckpointShowsACarefulCut() {
        lines.subList(4, 8).clear();
        lines.add(AuditExport.head("acme", 3, entries.get(2).hash()));
        lines.add(AuditExport.end(1, 3));

        assertThat(faults()).isEmpty();
        assertThat(first(checkpoint(5)).what()).contains("cut off");
    }

    @Test
    void onlyACheckpointShowsAChainMadeAnew() {
        lines.clear();
        String previous = AuditEntry.GENESIS;
        lines.add(AuditExport.start("acme", 0, previous));
        for (int i = 1; i <= 5; i++) {
            AuditEntry forged = AuditEntry.after(previous, i, AuditEntryTest.recorded("e" + i, "forged"), AT);
            lines.add(AuditExport.entry(forged));
            previous = forged.hash();
        }
        lines.add(AuditExport.head("acme", 5, previous));
        lines.add(AuditExport.end(1, 5));

        assertThat(faults()).isEmpty();
        assertThat(first(checkpoint(4)).what()).contains("made anew");
    }

    @Test
    void aRemainderIsCheckedFromWhereItWasPruned() {
        prune(3, entries.get(2).hash());

        assertThat(faults(checkpoint(3), checkpoint(5))).isEmpty();
        assertThat(first(checkpoint(2)).what()).contains("earlier export");
    }

    @Test
    void missesAChainThatHasACheckpoint() {
        assertThat(first(new Checkpoint("other", 1, "ab")).what()).contains("does not have the chain");
    }

    @Test
    void namesALineThatIsNone() {
        lines.add(2, "not JSON");

        assertThat(first().line()).isEqualTo(3);
        assertThat(first().what()).contains("no line of an export");
    }

    /** Entries 4 and 5 and the one that says that 1 to 3 were pruned. */
    private void prune(long saidThrough, String saidHash) {
        AuditRecorded said = new AuditRecorded(
                "prune",
                "prune",
                AT,
                new TenantId("acme"),
                "session-service",
                null,
                false,
                AuditPruned.ACTION,
                "retention 365d",
                "audit",
                saidThrough + ":" + saidHash,
                AuditPhase.DONE,
                null,
                null,
                AuditChannel.SERVICE,
                null,
                null,
                null,
                null);
        AuditEntry sixth = AuditEntry.after(entries.get(4).hash(), 6, said, AT);
        lines.clear();
        lines.add(AuditExport.start("acme", 3, entries.get(2).hash()));
        lines.add(AuditExport.entry(entries.get(3)));
        lines.add(AuditExport.entry(entries.get(4)));
        lines.add(AuditExport.entry(sixth));
        lines.add(AuditExport.head("acme", 6, sixth.hash()));
        lines.add(AuditExport.end(1, 3));
    }

    @Test
    void aChainThatSaysWhatWasPrunedIsIntactAndTellsIt() {
        prune(3, entries.get(2).hash());
        ExportVerifier verifier = new ExportVerifier(List.of(checkpoint(3)));
        lines.forEach(verifier::accept);

        assertThat(verifier.finish()).isEmpty();
        assertThat(verifier.chains())
                .singleElement()
                .satisfies(chain -> assertThat(chain.pruned())
                        .isEqualTo(new AuditPruned(
                                3, entries.get(2).hash(), AT.toString(), "session-service", "retention 365d", 6)));
    }

    /** Who cuts off the beginning of a file, or of a table, can say where it begins, but not let the chain say so. */
    @Test
    void aBeginningThatWasCutOffIsSeen() {
        prune(3, entries.get(2).hash());
        lines.set(0, AuditExport.start("acme", 4, entries.get(3).hash()));
        lines.remove(1);
        lines.set(lines.size() - 1, AuditExport.end(1, 2));
        assertThat(first().what()).contains("begins after entry 4", "cut off");

        prune(3, AuditEntry.GENESIS);
        assertThat(first().what()).contains("begins after entry 3", "cut off");

        prune(2, entries.get(1).hash());
        assertThat(first().what()).contains("begins after entry 3", "cut off");
    }
}

package dev.signalbox.contracts.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** A rule counts only when it catches a bad class. */
class ArchitectureRulesTest {

    private static final String BAD = "dev.signalbox.contracts.testing.badservice";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BAD);

    @Test
    void aDomainClassThatKnowsKafkaIsCaught() {
        assertThatThrownBy(() -> ArchitectureRules.domainIsPlain(BAD).check(CLASSES))
                .hasMessageContaining("LoggingDecision");
    }

    @Test
    void aUseCaseThatKnowsAnAdapterIsCaught() {
        assertThatThrownBy(() -> ArchitectureRules.appKnowsNoAdapter(BAD).check(CLASSES))
                .hasMessageContaining("AppThatKnowsAnAdapter");
    }

    @Test
    void anAdapterThatKnowsAnotherIsCaught() {
        assertThatThrownBy(
                        () -> ArchitectureRules.adaptersDoNotKnowEachOther(BAD).check(CLASSES))
                .hasMessageContaining("KafkaAdapterThatKnowsRest");
    }

    @Test
    void aPackageWithoutClassesIsNotTakenForAGoodOne() {
        assertThatThrownBy(() -> ArchitectureRules.check("dev.signalbox.nothing"))
                .hasMessageContaining("no classes");
    }
}

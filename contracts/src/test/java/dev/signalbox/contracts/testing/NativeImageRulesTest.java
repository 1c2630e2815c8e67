package dev.signalbox.contracts.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A rule counts only when it catches a bad class. */
class NativeImageRulesTest {

    private static final NativeImage BAD = NativeImage.ofAll("dev.signalbox.contracts.testing.badimage");

    @Test
    void aRecordThatIsNotRegisteredIsCaught() {
        assertThatThrownBy(BAD::assertReflectionIsRegistered).hasMessageContaining("badimage.Unregistered");
    }

    @Test
    void randomnessThatIsMadeWithTheImageIsCaught() {
        assertThatThrownBy(BAD::assertNothingOfARunIsInTheImage).hasMessageContaining("SecretInTheImage#RANDOM");
    }

    @Test
    void aClassThatIsReachedByItsNameIsCaught() {
        assertThatThrownBy(BAD::assertNothingIsReachedByName).hasMessageContaining("ReachesByName");
    }

    @Test
    void aModuleWithoutClassesIsNotTakenForAGoodOne() {
        assertThatThrownBy(() -> NativeImage.of("dev.signalbox.nothing")).hasMessageContaining("no classes");
    }
}

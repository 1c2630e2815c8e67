package dev.signalbox.session;

import dev.signalbox.contracts.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void packagesDependOnlyOnWhatTheyMay() {
        ArchitectureRules.check("dev.signalbox.session");
    }
}

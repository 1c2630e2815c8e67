package dev.signalbox.evaluation.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void wilsonIntervalsAreThoseOfTheLiterature() {
        // Newcombe 1998, table I: 81 of 263, and 0 of 20.
        Share share = new Share(81, 263);
        assertThat(share.low()).isCloseTo(0.2553, within(1e-4));
        assertThat(share.high()).isCloseTo(0.3662, within(1e-4));
        assertThat(new Share(0, 20).high()).isCloseTo(0.1611, within(1e-4));
        assertThat(new Share(0, 0).high()).isEqualTo(1);
    }

    @Test
    void perfectProbabilitiesHaveNoError() {
        Calibration calibration = new Calibration();
        for (int i = 0; i < 100; i++) {
            calibration.add(0.3, i % 10 < 3);
        }
        assertThat(calibration.figures().expectedCalibrationError()).isCloseTo(0, within(1e-9));
        assertThat(calibration.figures().brier()).isCloseTo(0.21, within(1e-9));
        assertThat(calibration.figures().bins()).hasSize(1);
    }

    @Test
    void aCertainMistakeCostsABoundedLogLoss() {
        Calibration calibration = new Calibration();
        calibration.add(1, false);
        assertThat(calibration.figures().logLoss()).isCloseTo(-Math.log(1e-6), within(1e-6));
    }

    @Test
    void abstentionTakesTheSurestAndTreatsEquallySureOnesAlike() {
        Abstention abstention = new Abstention();
        for (int i = 0; i < 40; i++) {
            abstention.add(0.9, true);
        }
        for (int i = 0; i < 60; i++) {
            abstention.add(0.6, i % 2 == 0);
        }
        assertThat(abstention.curve())
                .extracting(point -> point.accuracy().hits())
                .containsExactly(70L, 65L, 58L, 50L, 40L);
    }

    @Test
    void aMeanHasTheIntervalOfItsStandardError() {
        Mean mean = new Mean();
        for (int i = 0; i < 100; i++) {
            mean.add(i % 2);
        }
        assertThat(mean.mean()).isCloseTo(0.5, within(1e-9));
        assertThat(mean.high() - mean.low()).isCloseTo(2 * 1.96 * Math.sqrt(0.25 / 99), within(1e-4));
    }
}

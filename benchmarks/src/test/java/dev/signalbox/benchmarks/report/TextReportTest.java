package dev.signalbox.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.benchmarks.measure.CpuUse;
import dev.signalbox.benchmarks.measure.Latency;
import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.benchmarks.report.StepResult.Load;
import dev.signalbox.benchmarks.report.StepResult.Step;
import dev.signalbox.benchmarks.report.StepResult.System;
import dev.signalbox.benchmarks.report.StepResult.Way;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextReportTest {

    private static final CpuUse IDLE = new CpuUse(2, Map.of("gateway", 0.02, "infrastructure", 0.1), Map.of(), 0, 1.0);
    private static final CpuUse BUSY = new CpuUse(
            10, Map.of("gateway", 2.0, "infrastructure", 4.0, "floor", 1.0), Map.of("gateway", 0.6), 1.0, 12.0);
    private static final AuditResult GOOD = AuditResult.of(20_000, true, List.of(), List.of(), List.of());

    private static StepResult step(System system, double tasksPerSecond, double p50, List<String> counted) {
        return step(system, tasksPerSecond, p50, counted, 0);
    }

    private static StepResult step(
            System system, double tasksPerSecond, double p50, List<String> counted, long unanswered) {
        return new StepResult(
                new Step(system, Way.REST, Load.CLOSED, "32 clients", 32, 10),
                20_000,
                (long) (tasksPerSecond * 10),
                0,
                unanswered,
                tasksPerSecond,
                new Latency(1, p50, 2 * p50, 3 * p50, 4 * p50),
                BUSY,
                counted,
                Map.of());
    }

    private static Report report(AuditResult audit, List<String> troubles) {
        return report(audit, troubles, 0, 0);
    }

    private static Report report(AuditResult audit, List<String> troubles, long lost, long lostByFloor) {
        return new Report(
                Instant.parse("2026-11-20T12:00:00Z"),
                new Machine(2, "a processor", 8000, "Linux 6", "Temurin 25", "abc1234567"),
                10,
                List.of("gateway", "infrastructure"),
                List.of("redis"),
                IDLE,
                List.of(
                        step(System.SIGNALBOX, 2000, 10, List.of("gateway", "infrastructure"), lost),
                        step(System.FLOOR, 4000, 4, List.of("floor", "infrastructure"), lostByFloor)),
                Map.of("gateway", 200L << 20, "infrastructure", 300L << 20, "floor", 100L << 20),
                audit,
                troubles);
    }

    @Test
    void putsTheRatioToTheFloorBesideEachFigure() {
        String text = TextReport.of(report(GOOD, List.of()));

        // 6 s of CPU for 20,000 tasks, 5 s for the floor's 40,000; 12 busy seconds of the machine, 4 of nobody known.
        assertThat(line(text, "REST 32 clients  signalbox").split("\\s+"))
                .endsWith("2,000", "0.50x", "10.0", "2.50x", "20.0", "30.0", "0.300", "2.40x", "10%", "0.100", "0.400");
        assertThat(line(text, "REST 32 clients      floor")).contains("4,000").contains("0.125");
    }

    @Test
    void addsUpTheProcessesOfTheStackAlone() {
        String text = TextReport.of(report(GOOD, List.of()));

        assertThat(line(text, "together").split("\\s+")).containsExactly("", "together", "500", "0.300", "0.060");
        assertThat(line(text, "gateway").split("\\s+")).containsExactly("", "gateway", "200", "0.100", "0.010");
        assertThat(text).contains("20,000 tasks accepted, every one ended exactly once and succeeded");
    }

    @Test
    void saysWhichProcessesItDidNotFind() {
        assertThat(TextReport.of(report(GOOD, List.of()))).contains("in no figure of CPU or memory: redis\n");
    }

    @Test
    void saysWhatWentWrong() {
        AuditResult bad = AuditResult.of(20_000, true, List.of("t1"), List.of(), List.of("t2", "t3"));
        Report report = report(bad, List.of("process gateway ended during the run"));
        String text = TextReport.of(report);

        assertThat(report.passed()).isFalse();
        assertThat(text)
                .contains("FAILED")
                .contains("1 without an end")
                .contains("2 not succeeded")
                .contains("t1, t2, t3")
                .contains("process gateway ended")
                .doesNotContain("exactly once");
    }

    @Test
    void aFloorThatLosesTasksVoidsItsOwnRowAndNotTheRun() {
        Report floor = report(GOOD, List.of(), 0, 3);
        Report stack = report(GOOD, List.of(), 3, 0);

        assertThat(floor.passed()).isTrue();
        assertThat(TextReport.of(floor))
                .contains(
                        "floor REST 32 clients: 0 failed, 3 unanswered {}; the floor's row and the ratios to it are void");
        assertThat(stack.passed()).isFalse();
        assertThat(TextReport.of(stack))
                .contains("FAILED")
                .contains("signalbox REST 32 clients: 0 failed, 3 unanswered");
    }

    @Test
    void aTopicThatCannotBeReadToItsEndProvesNothing() {
        assertThat(AuditResult.of(5, false, List.of(), List.of(), List.of()).passed())
                .isFalse();
    }

    @Test
    void showsAboutThreeDigits() {
        assertThat(TextReport.number(0.1234)).isEqualTo("0.123");
        assertThat(TextReport.number(12.34)).isEqualTo("12.3");
        assertThat(TextReport.number(12_345.6)).isEqualTo("12,346");
    }

    private static String line(String text, String beginning) {
        return text.lines()
                .filter(line -> line.strip().startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with " + beginning + " in\n" + text));
    }
}

package dev.signalbox.benchmarks.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.benchmarks.autoscaling.Load.RunTime;
import dev.signalbox.benchmarks.autoscaling.Load.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Setting CHOSEN = AutoscalingBenchmark.CHOSEN;

    @Test
    void losesNoTaskAndDoesAllWorkOnce() {
        Load load = Load.bursts(RunTime.COMPLEX, 4, 50, 3, new Random(7));
        Outcome outcome = Simulation.run(CHOSEN.withGrace(0).withTimes(5, 60, 0), load, 7);
        assertThat(outcome.handedBack()).isPositive();
        assertThat(outcome.tasks()).isEqualTo(load.tasks().size());
        assertThat(outcome.dead()).isLessThan(outcome.tasks() / 100);
        double work = load.tasks().stream().mapToDouble(Task::work).sum();
        assertThat(outcome.workSeconds()).isLessThanOrEqualTo(work * (1 + 1e-9)).isGreaterThan(work * 0.9);
        assertThat(outcome.busySlotSeconds())
                .isCloseTo(outcome.workSeconds() + outcome.lostSeconds(), Percentage.withPercentage(1e-6));
    }

    /** L = lambda W, as sums: whoever is in the system is counted each moment, and each task from its arrival to its end. */
    @Test
    void littlesLawHolds() {
        for (Signal signal : List.of(Signal.WAITING_AND_RUNNING, Signal.WAITING)) {
            Load load = Load.diurnal(RunTime.COMPLEX, 30, 4, new Random(3));
            Outcome outcome = Simulation.run(CHOSEN.withSignal(signal, 0).withGrace(15), load, 3);
            assertThat(outcome.inSystemSeconds()).isCloseTo(outcome.sojournSeconds(), Percentage.withPercentage(1e-6));
        }
    }

    @Test
    void waitsAsErlangSaysWherePodsAreFixed() {
        int servers = 5;
        double rate = 4;
        Load load = exponential(rate, 400_000, new Random(11));
        Setting fixed = fixed(servers, 1);
        double wait = erlangC(servers, rate) / (servers - rate);
        assertThat(Simulation.run(fixed, load, 11).meanAge()).isCloseTo(wait, Percentage.withPercentage(4));
    }

    /** M/G/infinity: nobody waits, and rate times mean run time are busy. */
    @Test
    void nobodyWaitsWhereThereAreAlwaysFreeSlots() {
        Load load = Load.steady(RunTime.QUICK, 10, 20, new Random(5));
        Outcome outcome = Simulation.run(fixed(20, 8), load, 5);
        assertThat(outcome.age(1)).isZero();
        assertThat(outcome.busySlotSeconds() / (20 * 3600)).isCloseTo(10, within(0.5));
    }

    @Test
    void sleepsBetweenRareTasksAndWakesForThem() {
        Load load = Load.rare(RunTime.QUICK, 60, 100, new Random(2));
        Outcome outcome = Simulation.run(CHOSEN, load, 2);
        assertThat(outcome.podHours()).isLessThan(20);
        assertThat(outcome.coldAges().length).isGreaterThan(load.tasks().size() / 2);
        assertThat(outcome.coldAge(0)).isGreaterThan(0);
        assertThat(outcome.coldAge(1)).isLessThan(2 * CHOSEN.startUp());
    }

    @Test
    void whatWaitsAloneTakesPodsFromUnderWhatRuns() {
        Load load = Load.bursts(RunTime.COMPLEX, 2, 60, 4, new Random(1));
        Setting brief = CHOSEN.withGrace(15);
        double waiting =
                Simulation.run(brief.withSignal(Signal.WAITING, 0), load, 1).handedBackShare();
        double both = Simulation.run(brief, load, 1).handedBackShare();
        double patient = Simulation.run(CHOSEN, load, 1).handedBackShare();
        assertThat(waiting).isGreaterThan(2 * both);
        assertThat(patient).isLessThan(both / 10);
    }

    @Test
    void theSameSeedGivesTheSameOutcome() {
        Load load = Load.bursts(RunTime.QUICK, 2, 100, 2, new Random(9));
        assertThat(Simulation.run(CHOSEN, load, 9))
                .usingRecursiveComparison()
                .isEqualTo(Simulation.run(CHOSEN, load, 9));
    }

    private static Setting fixed(int pods, int slots) {
        return new Setting(Signal.WAITING_AND_RUNNING, slots, 1, pods, pods, 15, 300, 300, 0, 15, 15);
    }

    private static Load exponential(double rate, int tasks, Random random) {
        List<Task> list = new ArrayList<>();
        double at = 1;
        for (int i = 0; i < tasks; i++) {
            at -= Math.log(1 - random.nextDouble()) / rate;
            list.add(new Task(at, -Math.log(1 - random.nextDouble())));
        }
        return new Load("exponential", list);
    }

    /** Probability of waiting with so many servers of rate 1. */
    private static double erlangC(int servers, double load) {
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = load * blocked / (i + load * blocked);
        }
        return blocked / (1 - load / servers * (1 - blocked));
    }
}

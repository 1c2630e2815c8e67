package dev.signalbox.benchmarks.autoscaling;

import dev.signalbox.benchmarks.autoscaling.Autoscaler.Seen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One backend, event by event. Tasks wait in one queue as in a share group: whoever has a free slot takes the oldest. A pod
 * that is to go takes nothing more; what has not ended within the grace is handed back to the head of the queue, and its
 * work is lost. Which pod goes is not chosen by its work: those that are not ready first, then the youngest, as a
 * ReplicaSet does.
 */
final class Simulation {

    /** What the brokers are set to: what was handed back so often becomes a dead letter. */
    private static final int MOST_DELIVERIES = 10;

    private final Setting setting;
    private final Autoscaler autoscaler;
    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::order));
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final List<Pod> pods = new ArrayList<>();
    private final int tasks;

    private double now;
    private long order;
    private int running;
    private int done;
    private int started;
    private Seen sampled = Seen.NOTHING;
    private Seen scraped = Seen.NOTHING;

    private final double[] ages;
    private final List<Double> coldAges = new ArrayList<>();
    private double podSeconds;
    private double workSeconds;
    private double lostSeconds;
    private double inSystemSeconds;
    private double sojournSeconds;
    private double busySlotSeconds;
    private int handedBack;
    private int dead;
    private int mostPods;

    private record Event(double at, long order, Runnable happens) {}

    private enum State {
        STARTING,
        READY,
        GOING
    }

    private static final class Pod {
        private State state = State.STARTING;
        private final Set<Job> jobs = new LinkedHashSet<>();
    }

    private static final class Job {
        private final Load.Task task;
        private final boolean cold;
        private int deliveries;
        private double startedAt;
        private @Nullable Pod pod;

        private Job(Load.Task task, boolean cold) {
            this.task = task;
            this.cold = cold;
        }
    }

    private Simulation(Setting setting, Load load, long seed) {
        this.setting = setting;
        this.autoscaler = new Autoscaler(setting);
        this.random = new Random(seed);
        this.tasks = load.tasks().size();
        this.ages = new double[tasks];
        scale(setting.fewest());
        for (Load.Task task : load.tasks()) {
            at(task.at(), () -> arrive(task));
        }
        every(random.nextDouble() * Setting.SAMPLE, Setting.SAMPLE, this::sample);
        every(random.nextDouble() * setting.scrape(), setting.scrape(), () -> scraped = sampled);
        every(random.nextDouble() * setting.poll(), setting.poll(), () -> scale(autoscaler.poll(now, scraped, size())));
        every(random.nextDouble() * Setting.SYNC, Setting.SYNC, () -> scale(autoscaler.decide(now, scraped, size())));
    }

    /** Until the last task has ended. The same seed gives the same outcome. */
    static Outcome run(Setting setting, Load load, long seed) {
        return new Simulation(setting, load, seed).run();
    }

    private Outcome run() {
        while (done < tasks) {
            Event event = events.remove();
            double passed = event.at() - now;
            podSeconds += passed * pods.size();
            inSystemSeconds += passed * (waiting.size() + running);
            busySlotSeconds += passed * running;
            now = event.at();
            event.happens().run();
        }
        Arrays.sort(ages);
        return new Outcome(
                ages,
                coldAges.stream().mapToDouble(Double::doubleValue).sorted().toArray(),
                podSeconds,
                workSeconds,
                lostSeconds,
                handedBack,
                dead,
                inSystemSeconds,
                sojournSeconds,
                busySlotSeconds,
                mostPods);
    }

    private void at(double time, Runnable happens) {
        events.add(new Event(time, order++, happens));
    }

    private void every(double first, double period, Runnable happens) {
        at(first, () -> {
            happens.run();
            every(now + period, period, happens);
        });
    }

    private void sample() {
        int slots = (int) pods.stream().filter(pod -> pod.state == State.READY).count() * setting.slots();
        sampled = new Seen(waiting.size(), running, slots);
    }

    private void arrive(Load.Task task) {
        boolean cold = pods.stream().noneMatch(pod -> pod.state == State.READY);
        waiting.addLast(new Job(task, cold));
        assign();
    }

    private void assign() {
        List<Pod> free = new ArrayList<>();
        for (Pod pod : pods) {
            if (pod.state == State.READY && pod.jobs.size() < setting.slots()) {
                free.add(pod);
            }
        }
        while (!waiting.isEmpty() && !free.isEmpty()) {
            Pod pod = free.get(random.nextInt(free.size()));
            start(waiting.removeFirst(), pod);
            if (pod.jobs.size() == setting.slots()) {
                free.remove(pod);
            }
        }
    }

    private void start(Job job, Pod pod) {
        if (job.deliveries == 0) {
            double age = now - job.task.at();
            ages[started++] = age;
            if (job.cold) {
                coldAges.add(age);
            }
        }
        job.deliveries++;
        job.startedAt = now;
        job.pod = pod;
        pod.jobs.add(job);
        running++;
        int delivery = job.deliveries;
        at(now + job.task.work(), () -> end(job, delivery));
    }

    private void end(Job job, int delivery) {
        Pod pod = job.pod;
        if (pod == null || job.deliveries != delivery) {
            return; // It was handed back meanwhile.
        }
        pod.jobs.remove(job);
        running--;
        done++;
        workSeconds += job.task.work();
        sojournSeconds += now - job.task.at();
        if (pod.state == State.GOING && pod.jobs.isEmpty()) {
            pods.remove(pod);
        }
        assign();
    }

    /** Pods that there are to be, beside those that go. */
    private int size() {
        return (int) pods.stream().filter(pod -> pod.state != State.GOING).count();
    }

    private void scale(int wanted) {
        for (int more = size(); more < wanted; more++) {
            Pod pod = new Pod();
            pods.add(pod);
            at(now + setting.startUp() * (0.75 + random.nextDouble() / 2), () -> ready(pod));
        }
        for (int fewer = size(); fewer > wanted; fewer--) {
            remove();
        }
        mostPods = Math.max(mostPods, pods.size());
    }

    private void ready(Pod pod) {
        if (pod.state == State.STARTING) {
            pod.state = State.READY;
            assign();
        }
    }

    private void remove() {
        Pod gone = null;
        for (Pod pod : pods) {
            boolean better = gone == null || pod.state == State.STARTING || gone.state != State.STARTING;
            if (pod.state != State.GOING && better) {
                gone = pod; // Pods are in the order of their age: the last that qualifies is the youngest.
            }
        }
        if (gone == null) {
            return;
        }
        boolean empty = gone.jobs.isEmpty();
        gone.state = State.GOING;
        if (empty) {
            pods.remove(gone);
        } else {
            Pod going = gone;
            at(now + setting.grace(), () -> kill(going));
        }
    }

    private void kill(Pod pod) {
        if (!pods.remove(pod)) {
            return;
        }
        List<Job> jobs = new ArrayList<>(pod.jobs);
        jobs.sort(Comparator.comparingDouble((Job job) -> job.task.at()).reversed());
        for (Job job : jobs) {
            lostSeconds += now - job.startedAt;
            handedBack++;
            running--;
            job.pod = null;
            if (job.deliveries < MOST_DELIVERIES) {
                waiting.addFirst(job);
            } else {
                dead++;
                done++;
                sojournSeconds += now - job.task.at();
            }
        }
        assign();
    }
}

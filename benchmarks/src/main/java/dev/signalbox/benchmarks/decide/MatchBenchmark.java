package dev.signalbox.benchmarks.decide;

import dev.signalbox.router.domain.AgentIndex;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The three best of 300 agents for a task of 24 words; the vector of the task itself is not made here. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class MatchBenchmark {

    private static final int DIMENSIONS = 384;
    private static final String TASK =
            "The orders pipeline on Kubernetes loses payments when the Kafka cluster restarts;"
                    + " find out why, write tests for it and deploy the fix to production today";

    private final AgentIndex words =
            AgentIndex.of(World.many().snapshot.agents().values());
    private final Random random = new Random(20261121);
    private final AgentIndex both = words.withVectors(agent -> vector());
    private final float[] task = vector();

    @Benchmark
    public List<AgentIndex.Hit> byWords() {
        return words.rank(TASK, null, 3, agent -> true);
    }

    @Benchmark
    public List<AgentIndex.Hit> byWordsAndVectors() {
        return both.rank(TASK, task, 3, agent -> true);
    }

    private float[] vector() {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return vector;
    }
}

package dev.signalbox.executor.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the executor. */
@ConfigMapping(prefix = "signalbox.executor")
public interface ExecutorConfig {

    /** Which backend this executor serves: {@code local} or {@code noop}. It takes that backend's work only. */
    @WithDefault("local")
    String backend();

    /**
     * How many attempts run at once; 0 for four per processor. More use the machine better while programs wait; the
     * memory of all attempts together stays within 80 % of the machine's where there are control groups.
     */
    @WithDefault("0")
    int slots();

    /** Whether missing topics are created at the start. The launcher creates them itself. */
    @WithDefault("false")
    boolean createTopics();

    /** Where attempts have their folders; a folder of this user below the system's temporary one when absent. */
    Optional<String> workDir();

    /**
     * Whether code runs on a machine that cannot isolate it. It can then read that machine's files and use its network:
     * only for code that you trust as your own.
     */
    @WithDefault("false")
    boolean allowUnisolated();

    /** Longest run time of an attempt on this backend; announced, and enforced whatever the request says. */
    @WithDefault("PT1H")
    Duration longestDuration();

    /**
     * How long attempts may go on when the executor is told to end. Those that take longer are stopped and handed to
     * another executor, which costs one of their five deliveries.
     */
    @WithDefault("PT15S")
    Duration shutdownGrace();

    /** How often the backend is announced. The router takes one as gone after about three silent times. */
    @WithDefault("PT10S")
    Duration announceEvery();

    /**
     * Whether something starts the executor again when a task waits for it. It then leaves word that its backend is dormant
     * when it is stopped, and the router goes on to send tasks there. Without such a thing those tasks wait in vain.
     */
    @WithDefault("false")
    boolean onDemand();

    /**
     * How long that takes, from the task until this executor takes it: the autoscaler's look, the machine, this process. The
     * router adds it to what a task there is expected to take.
     */
    @WithDefault("PT30S")
    Duration coldStart();

    /** The bubblewrap program, by name or path. */
    @WithDefault("bwrap")
    String bubblewrap();
}

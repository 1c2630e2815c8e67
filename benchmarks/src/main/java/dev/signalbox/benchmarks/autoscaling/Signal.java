package dev.signalbox.benchmarks.autoscaling;

/** What the autoscaler looks at. */
enum Signal {
    /** Attempts that wait and attempts that run: all that is asked of the backend. */
    WAITING_AND_RUNNING("waiting + running"),
    /** Only what waits, as a queue length. */
    WAITING("waiting"),
    /** Processor time of the pods, where a full pod is at 100 %. */
    CPU("CPU, work in the pod"),
    /** The same where the work runs elsewhere (E2B, pods of its own) and a full pod is at 15 %. */
    CPU_REMOTE("CPU, work elsewhere"),
    /** Lag of a classic consumer group, which a share group does not have: always nothing. */
    CONSUMER_LAG("consumer lag");

    private final String words;

    Signal(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Processor use of a pod all of whose slots are busy. */
    double whenFull() {
        return this == CPU_REMOTE ? 0.15 : 1;
    }

    boolean byCpu() {
        return this == CPU || this == CPU_REMOTE;
    }
}

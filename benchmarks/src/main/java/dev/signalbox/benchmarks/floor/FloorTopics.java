package dev.signalbox.benchmarks.floor;

import dev.signalbox.contracts.Topics;
import java.util.List;

/**
 * Topics of one run of the floor, with as many partitions as those of tasks.
 *
 * @param run tells runs apart
 */
public record FloorTopics(String run) {

    /** What names of the floor's topics and groups begin with. */
    static final String PREFIX = "floor-";

    static final int PARTITIONS = Topics.TASK_PARTITIONS;

    /** In the order in which a record passes them: three hops. */
    public List<String> inOrder() {
        return List.of(requests(), topic("routes"), topic("executions"), results());
    }

    public String requests() {
        return topic("requests");
    }

    public String results() {
        return topic("results");
    }

    private String topic(String name) {
        return PREFIX + run + "-" + name;
    }
}

package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.route.Resources;
import java.io.IOException;

/** Makes control groups. Two hierarchies exist: version 1, one tree for each controller, and version 2, one for all. */
interface Cgroups {

    /**
     * A new group with the limits of a tier.
     *
     * @param label names it after its attempt
     * @throws IOException when the kernel or its permissions refuse
     */
    Cgroup create(String label, Resources limits) throws IOException;

    /** Kills and removes the groups of executors that live no more. */
    void reap();

    /** Removes this executor's own, empty group. */
    void close();

    /** For logs: {@code cgroup v1}. */
    String version();

    /** No limits on the tree. */
    static Cgroups none() {
        return new Cgroups() {
            @Override
            public Cgroup create(String label, Resources limits) {
                return new NoCgroup();
            }

            @Override
            public void reap() {}

            @Override
            public void close() {}

            @Override
            public String version() {
                return "no cgroup";
            }
        };
    }
}

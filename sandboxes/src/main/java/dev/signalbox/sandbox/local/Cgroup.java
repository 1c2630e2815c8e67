package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.util.List;

/** The control group of one attempt: limits on the whole tree of its processes, and what the tree has used. */
interface Cgroup extends AutoCloseable {

    /** Files into which a process writes its own id to join, before it becomes the program. */
    List<Path> joinFiles();

    /** What happened so far. Cheap enough to ask ten times a second. */
    CgroupReading read();

    /** The processes in it; none where there is no group. */
    List<Long> processes();

    /** Kills every process in it, until there is none. */
    void killAll();

    /** Kills what is left and removes the group. */
    @Override
    void close();
}

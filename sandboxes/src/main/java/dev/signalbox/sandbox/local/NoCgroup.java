package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.util.List;

/** Where the machine gives no control group: nothing is limited and nothing is counted. */
final class NoCgroup implements Cgroup {

    @Override
    public List<Path> joinFiles() {
        return List.of();
    }

    @Override
    public CgroupReading read() {
        return CgroupReading.NOTHING;
    }

    @Override
    public List<Long> processes() {
        return List.of();
    }

    @Override
    public void killAll() {}

    @Override
    public void close() {}
}

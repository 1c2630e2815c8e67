package dev.signalbox.executor.app;

import java.util.List;

/** The threads that take work. */
public interface ExecutorLoops {

    /** Names of those that should run and do not, or have not shown for long. */
    List<String> dead();
}

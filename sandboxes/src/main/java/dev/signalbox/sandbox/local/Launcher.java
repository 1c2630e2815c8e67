package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A way to start the shell of a sandbox. */
interface Launcher {

    /** What it keeps apart, without a control group. */
    Isolation isolation();

    /** Where the program sees the control folder. */
    String control(WorkFolder folder);

    /** Where the program sees the working folder. */
    String work(WorkFolder folder);

    /**
     * Gets the folder ready and says what to execute. Nothing of the environment may be in the command: command lines
     * are public.
     */
    List<String> command(WorkFolder folder, Resources resources, Map<String, String> environment) throws IOException;

    /** The environment in which the command is executed. */
    Map<String, String> environment(Map<String, String> environment);

    /** Where the executor finds the working folder once the shell is ready. */
    Path opened(WorkFolder folder) throws IOException;
}

package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.StackException;
import java.io.IOException;

/** Builds by {@code tools/build.sh}, which knows what is stale. */
final class Build {

    private Build() {}

    static void run(Checkout checkout, String target) throws IOException, StackException {
        if ("1".equals(System.getenv("SIGNALBOX_NO_BUILD"))) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(
                        checkout.root().resolve("tools").resolve("build.sh").toString(), target)
                .inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            int exitCode = builder.start().waitFor();
            if (exitCode != 0) {
                throw new StackException("Nothing was started, because the build failed.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while building", e);
        }
    }
}

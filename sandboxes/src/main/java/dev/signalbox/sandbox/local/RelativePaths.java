package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.SandboxException;

/** Paths that stay below the folder that they are relative to, on this machine as well as in a sandbox. */
final class RelativePaths {

    private RelativePaths() {}

    /**
     * Refuses a path that leads elsewhere.
     *
     * @throws SandboxException of kind {@code REFUSED}
     */
    static void check(String path) throws SandboxException {
        boolean good = !path.isEmpty() && path.indexOf('\0') < 0;
        for (String name : path.split("/", -1)) {
            good = good && !name.isEmpty() && !name.equals(".") && !name.equals("..");
        }
        if (!good) {
            throw new SandboxException(
                    SandboxException.Kind.REFUSED,
                    "a path must stay below the working folder and name every folder once");
        }
    }
}

package dev.signalbox.simulators.e2b;

/**
 * Where files are. The user's home is the working folder of the sandbox inside; the name that it has in the real service,
 * {@code /home/user}, is understood in requests, and answers have the true one.
 */
final class Paths {

    private static final String REAL_HOME = "/home/user";

    private final String home;

    Paths(SimulatedSandbox sandbox) {
        this.home = sandbox.inside.workFolder();
    }

    /** The path as processes see it: absolute, without dots. */
    String inside(String path) {
        String absolute;
        if (path.isEmpty() || path.equals("~")) {
            absolute = home;
        } else if (path.startsWith("~/")) {
            absolute = home + path.substring(1);
        } else if (path.equals(REAL_HOME) || path.startsWith(REAL_HOME + "/")) {
            absolute = home + path.substring(REAL_HOME.length());
        } else {
            absolute = path.startsWith("/") ? path : home + "/" + path;
        }
        return java.nio.file.Path.of(absolute).normalize().toString();
    }

    /** Relative to the home, or null when it is elsewhere. */
    @org.jspecify.annotations.Nullable
    String belowHome(String inside) {
        return inside.startsWith(home + "/") ? inside.substring(home.length() + 1) : null;
    }
}

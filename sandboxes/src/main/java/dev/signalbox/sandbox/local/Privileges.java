package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.util.List;

/** Giving up privileges before a program starts. */
final class Privileges {

    private Privileges() {}

    /** The beginning of a command that runs the rest as another user, for ever. */
    static List<String> become(Path setpriv, int user) {
        return List.of(
                setpriv.toString(),
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "--bounding-set=-all",
                "--inh-caps=-all",
                "--no-new-privs");
    }
}

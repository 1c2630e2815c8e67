package dev.signalbox.executor.adapter.e2b;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a sandbox's daemon, which the template was built with. */
record EnvdVersion(int major, int minor, int patch) {

    private static final Pattern FORM = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*");

    /** One that cannot be read is taken as old. */
    static EnvdVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new EnvdVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)))
                : new EnvdVersion(0, 0, 0);
    }

    /** Uploads without multipart came with 0.5.7. */
    boolean takesOctetStream() {
        return atLeast(0, 5, 7);
    }

    /** Before 0.4.0 there was no default user. */
    boolean needsUser() {
        return !atLeast(0, 4, 0);
    }

    private boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
        if (major != otherMajor) {
            return major > otherMajor;
        }
        return minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
    }
}

package dev.signalbox.launcher.task;

import dev.signalbox.contracts.problem.ProblemType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which command helps where a problem names a step of the REST interface. */
final class Advice {

    private static final Pattern INACTIVE = Pattern.compile("(\\S{1,100}) is not active in session ([^\\s;]{1,100})");
    private static final Pattern SESSION = Pattern.compile("[Ss]ession ([^\\s;,]{1,100})");

    private Advice() {}

    /** A sentence, or nothing where there is no such command. */
    static String on(String type, String detail) {
        if (type.equals(ProblemType.AGENT_NOT_ACTIVE.uri().toString())) {
            Matcher inactive = INACTIVE.matcher(detail);
            if (inactive.find()) {
                return "./signalbox session add " + inactive.group(2) + " " + inactive.group(1);
            }
            Matcher session = SESSION.matcher(detail);
            return "./signalbox session add " + (session.find() ? session.group(1) : "SESSION") + " ROLE";
        }
        return type.equals(ProblemType.SESSION_ENDED.uri().toString()) ? "./signalbox session create TEXT" : "";
    }
}

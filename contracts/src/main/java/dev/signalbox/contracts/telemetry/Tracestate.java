package dev.signalbox.contracts.telemetry;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code tracestate}, section 3.3 of W3C Trace Context: a list of members {@code key=value} that tracing systems leave for
 * themselves. We have none of our own, so it goes on unchanged; one that is not valid is dropped as a whole.
 */
final class Tracestate {

    /** What has to be carried at least (section 3.3.1.5); what is longer loses whole members. */
    private static final int MOST_CHARACTERS = 512;

    private static final int MOST_MEMBERS = 32;

    /** Members above this go first. */
    private static final int LARGE_MEMBER = 128;

    private static final Pattern MEMBER =
            Pattern.compile("(?:[a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})"
                    + "=[\\x20-\\x2B\\x2D-\\x3C\\x3E-\\x7E]{0,255}[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]");

    private Tracestate() {}

    /** What is handed on of these headers; null where that is nothing. */
    static @Nullable String carried(List<String> headers) {
        String whole = String.join(",", headers).strip();
        List<String> members = members(whole);
        if (members.isEmpty() || members.size() > MOST_MEMBERS || !valid(members)) {
            return null;
        }
        if (whole.length() <= MOST_CHARACTERS) {
            return whole;
        }
        for (int i = members.size() - 1; i >= 0 && length(members) > MOST_CHARACTERS; i--) {
            if (members.get(i).length() > LARGE_MEMBER) {
                members.remove(i);
            }
        }
        while (length(members) > MOST_CHARACTERS) {
            members.removeLast();
        }
        return members.isEmpty() ? null : String.join(",", members);
    }

    /** The same for spans. */
    static TraceState state(@Nullable String tracestate) {
        if (tracestate == null) {
            return TraceState.getDefault();
        }
        TraceStateBuilder builder = TraceState.builder();
        // What is put last stands first.
        for (String member : members(tracestate).reversed()) {
            int equals = member.indexOf('=');
            builder.put(member.substring(0, equals), member.substring(equals + 1));
        }
        return builder.build();
    }

    /** Empty members are allowed and say nothing. */
    private static List<String> members(String whole) {
        List<String> members = new ArrayList<>();
        for (String part : whole.split(",", -1)) {
            String member = part.strip();
            if (!member.isEmpty()) {
                members.add(member);
            }
        }
        return members;
    }

    private static boolean valid(List<String> members) {
        Set<String> keys = new HashSet<>();
        for (String member : members) {
            if (!MEMBER.matcher(member).matches() || !keys.add(member.substring(0, member.indexOf('=')))) {
                return false;
            }
        }
        return true;
    }

    private static int length(Collection<String> members) {
        return members.stream().mapToInt(String::length).sum() + Math.max(0, members.size() - 1);
    }
}

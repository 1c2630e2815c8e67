package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.registry.app.Cursor;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.AgentStatus;
import dev.signalbox.registry.domain.RegistryLimits;
import dev.signalbox.registry.domain.RegistryLimits.Violation;
import dev.signalbox.registry.domain.SkillSpec;
import dev.signalbox.registry.domain.Trial;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients send, checked; everything that is wrong becomes a problem that names the place. */
final class Checks {

    private static final int SLUG_CHARACTERS = 48;
    private static final int USUAL = 50;
    private static final String VERSION = "version";

    private Checks() {}

    static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new Refused(ProblemType.MALFORMED_REQUEST, "the body is empty; a JSON object is needed");
        }
        return body;
    }

    static AgentSpec agent(AgentSpec spec) {
        refuse(RegistryLimits.violations(spec));
        return spec;
    }

    static SkillSpec skill(SkillSpec spec) {
        refuse(RegistryLimits.violations(spec));
        return spec;
    }

    private static void refuse(List<Violation> violations) {
        if (violations.isEmpty()) {
            return;
        }
        Violation first = violations.getFirst();
        boolean tooLarge = violations.stream().allMatch(Violation::tooLarge);
        String detail = String.join(
                "; ",
                violations.stream()
                        .limit(10)
                        .map(v -> v.field() + " " + v.message())
                        .toList());
        throw new Refused(
                tooLarge ? ProblemType.TOO_LARGE : ProblemType.INVALID_REQUEST, detail, Map.of("field", first.field()));
    }

    /** The identifier that the client chose, or one made from the name and the time. */
    static String newId(@Nullable String chosen, String name, Clock clock) {
        if (chosen != null) {
            return id("/id", chosen);
        }
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        String start = slug.isEmpty() ? "agent" : slug.substring(0, Math.min(SLUG_CHARACTERS, slug.length()));
        String unique = Identifiers.timeOrdered(clock.instant());
        return start + "-" + unique.substring(unique.length() - 8);
    }

    static String id(String field, String value) {
        if (!Identifiers.valid(value)) {
            throw new Refused(
                    ProblemType.INVALID_REQUEST,
                    field + " is 1 to 64 characters of A-Z a-z 0-9 . _ : - and begins with a letter or digit",
                    Map.of("field", field));
        }
        return value;
    }

    /** An identifier in an address; one that cannot be names nothing. */
    static AgentId agentId(String value) {
        return new AgentId(known(value));
    }

    static String known(String value) {
        if (!Identifiers.valid(value)) {
            throw new Refused(ProblemType.NOT_FOUND, "there can be nothing of that name");
        }
        return value;
    }

    static int limit(QueryParameters asked) {
        return (int) asked.number("limit", USUAL, 1, RegistryLimits.PAGE);
    }

    static @Nullable Integer version(@Nullable String version) {
        return version == null
                ? null
                : QueryParameters.of(Map.of(VERSION, List.of(version)), VERSION)
                        .read(VERSION, "is a whole number from 1", Checks::positive);
    }

    private static Integer positive(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    static @Nullable Cursor cursor(QueryParameters asked) {
        return asked.read(
                "cursor",
                "is the value of next of the page before",
                text -> Cursor.decode(text).orElseThrow(IllegalArgumentException::new));
    }

    static @Nullable String query(QueryParameters asked) {
        return asked.read("q", "is at most " + RegistryLimits.QUERY_CHARACTERS + " characters", Checks::words);
    }

    private static @Nullable String words(String text) {
        if (text.length() > RegistryLimits.QUERY_CHARACTERS) {
            throw new IllegalArgumentException();
        }
        return text.isBlank() ? null : text;
    }

    static @Nullable String name(String parameter, QueryParameters asked) {
        return asked.read(parameter, "is an identifier", text -> {
            if (!Identifiers.valid(text)) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    static @Nullable AgentStatus status(QueryParameters asked) {
        return asked.read(
                "status", "is draft, deployed or retired", text -> AgentStatus.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    /** Trace context that can be carried on (W3C Trace Context, level 1), as one text; anything else is dropped. */
    static @Nullable String trace(HttpHeaders headers) {
        List<String> tracestates = headers.getRequestHeader(TraceContext.TRACESTATE);
        TraceContext trace = TraceContext.parse(TraceContext.text(
                headers.getHeaderString(TraceContext.TRACEPARENT), tracestates == null ? List.of() : tracestates));
        return trace == null ? null : trace.text();
    }

    /** Who asked, as far as it can be stored. */
    static @Nullable String actor(@Nullable String actor) {
        return actor == null || actor.isBlank() || actor.length() > RegistryLimits.NAME_CHARACTERS ? null : actor;
    }

    static TenantId tenant(@Nullable String tenant) {
        return tenant == null || !Identifiers.valid(tenant) ? TaskRequested.DEFAULT_TENANT : new TenantId(tenant);
    }

    static double share(@Nullable Double share) {
        double value = share == null ? 0.1 : share;
        if (!(value >= 0 && value <= Trial.MOST)) {
            throw invalid("/share", "is 0 to " + Trial.MOST);
        }
        return value;
    }

    static int minimumRuns(@Nullable Integer runs) {
        int value = runs == null ? 20 : runs;
        if (value < 1) {
            throw invalid("/minimumRuns", "is at least 1");
        }
        return value;
    }

    static @Nullable Integer version(String field, @Nullable Integer version) {
        if (version != null && version < 1) {
            throw invalid(field, "is at least 1");
        }
        return version;
    }

    /** Refuses to remove a skill that agents name. */
    static void unused(String skill, List<AgentId> users) {
        if (!users.isEmpty()) {
            List<String> names = users.stream().map(AgentId::value).limit(20).toList();
            throw new Refused(
                    ProblemType.CONFLICT,
                    "the skill " + skill + " is used by " + String.join(", ", names)
                            + (users.size() > 20 ? " and " + (users.size() - 20) + " more" : ""),
                    Map.of("agents", String.join(",", names)));
        }
    }

    static Refused invalid(String parameter, String message) {
        return new Refused(ProblemType.INVALID_REQUEST, parameter + " " + message, Map.of("field", parameter));
    }
}

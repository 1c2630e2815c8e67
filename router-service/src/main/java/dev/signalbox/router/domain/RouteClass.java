package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteClasses;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskProfile;
import java.util.Locale;

/**
 * What attempts have in common that outcomes are counted by: the kind of task and where it ran. The key of
 * {@link RouteStatistics}: {@code code-python-quick/local/quick} or {@code prompt-quick/e2b/medium/claude-haiku-5-5}.
 */
public final class RouteClass {

    private RouteClass() {}

    /** The part that the task gives, the same for all its candidates. */
    public static String ofTask(TaskProfile profile) {
        String language = profile.language() == null ? "" : "-" + profile.language();
        return (profile.kind() + language + "-" + profile.leansTo()).toLowerCase(Locale.ROOT);
    }

    /** The class of an attempt. */
    public static String of(String taskClass, Route route) {
        return RouteClasses.of(taskClass, route);
    }
}

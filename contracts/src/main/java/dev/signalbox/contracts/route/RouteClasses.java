package dev.signalbox.contracts.route;

/** The names that outcomes are counted by. */
public final class RouteClasses {

    private RouteClasses() {}

    /**
     * The class of an attempt, the key of {@link RouteStatistics}: {@code code-python-quick/local/quick} or
     * {@code prompt-quick/e2b/medium/claude-haiku-5-5}.
     *
     * @param taskClass the part that the task gives, {@link RouteDecision#taskClass}
     */
    public static String of(String taskClass, Route route) {
        String model = route.model() == null ? "" : "/" + route.model();
        return taskClass + "/" + route.backend() + "/" + route.tier() + model;
    }
}

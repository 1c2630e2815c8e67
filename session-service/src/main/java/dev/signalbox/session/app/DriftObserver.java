package dev.signalbox.session.app;

import dev.signalbox.contracts.route.RouteStatistics;

/** Sees statistics as they are published, for logs and metrics. */
@FunctionalInterface
public interface DriftObserver {

    void published(RouteStatistics statistics);
}

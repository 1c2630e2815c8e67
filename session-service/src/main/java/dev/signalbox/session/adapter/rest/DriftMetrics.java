package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.session.app.DriftObserver;
import dev.signalbox.session.config.SessionConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A gauge for each class, up to a bound, and one count and log line when a class begins to drift. */
@ApplicationScoped
class DriftMetrics implements DriftObserver {

    private static final Logger LOG = Logger.getLogger(DriftMetrics.class);

    private final Map<String, Double> drift = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final Counter drifts;
    private final double threshold;
    private final int most;

    DriftMetrics(MeterRegistry registry, SessionConfig config) {
        this.registry = registry;
        this.threshold = config.statistics().driftThreshold();
        this.most = config.statistics().measuredClasses();
        this.drifts = Counter.builder("signalbox.route.drifts")
                .description("how often the recent success rate of a route class left the long one")
                .register(registry);
    }

    @Override
    public void published(RouteStatistics statistics) {
        String name = statistics.routeClass();
        double now = statistics.drift();
        Double before = drift.get(name);
        if (before == null && drift.size() < most) {
            Gauge.builder("signalbox.route.drift", drift, map -> map.getOrDefault(name, 0.0))
                    .description("standard deviations of the recent success rate from the long one")
                    .tag("class", name)
                    .register(registry);
        }
        drift.put(name, now);
        boolean drifted = before != null && Math.abs(before) >= threshold;
        if (Math.abs(now) >= threshold && !drifted) {
            drifts.increment();
            LOG.infof(
                    "routeClass=%s drift=%.1f: the recent success rate is %s than the long one",
                    name, now, now < 0 ? "lower" : "higher");
        }
    }
}

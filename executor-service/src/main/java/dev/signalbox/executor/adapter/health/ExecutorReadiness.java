package dev.signalbox.executor.adapter.health;

import dev.signalbox.executor.app.ExecutorLoops;
import dev.signalbox.executor.app.SandboxBackend;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every loop that takes work is alive. A backend that cannot isolate is ready all the same: it takes its tasks
 * and refuses them in words.
 */
@Readiness
@ApplicationScoped
class ExecutorReadiness implements HealthCheck {

    private final ExecutorLoops loops;
    private final SandboxBackend backend;

    ExecutorReadiness(ExecutorLoops loops, SandboxBackend backend) {
        this.loops = loops;
        this.backend = backend;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("execution-loops")
                .withData("backend", backend.name())
                .withData("isolation", backend.offer().isolation().name());
        String because = backend.offer().unavailableBecause();
        if (because != null) {
            response.withData("refusesTasks", because);
        }
        String dead = String.join(", ", loops.dead());
        if (!dead.isEmpty()) {
            response.withData("dead", dead);
        }
        return response.status(dead.isEmpty()).build();
    }
}

package dev.signalbox.router.adapter.health;

import dev.signalbox.router.app.SnapshotProgress;
import dev.signalbox.router.app.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the snapshot has been read and is being followed. */
@Readiness
@ApplicationScoped
public class SnapshotReadiness implements HealthCheck {

    private final SnapshotProgress progress;
    private final Snapshots snapshots;

    public SnapshotReadiness(SnapshotProgress progress, Snapshots snapshots) {
        this.progress = progress;
        this.snapshots = snapshots;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("snapshot")
                .withData(
                        "backends",
                        String.join(",", snapshots.current().backends().keySet()))
                .status(progress.completeSince() != null && progress.running())
                .build();
    }
}

package dev.signalbox.registry.adapter.clock;

import dev.signalbox.registry.app.workbench.RunPipelines;
import dev.signalbox.registry.app.workbench.TellEvidence;
import dev.signalbox.registry.app.workbench.WorkbenchClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.eventbus.EventBus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Looks at what is due: when somebody says so, and every second for what was left or has become due. */
@ApplicationScoped
class WorkbenchTicker implements WorkbenchClock {

    static final String DUE = "registry.pipelines-due";
    private static final Logger LOG = Logger.getLogger(WorkbenchTicker.class);

    private final RunPipelines pipelines;
    private final TellEvidence evidence;
    private final EventBus bus;
    private volatile boolean stopping;

    WorkbenchTicker(RunPipelines pipelines, TellEvidence evidence, EventBus bus) {
        this.pipelines = pipelines;
        this.evidence = evidence;
        this.bus = bus;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public void wake() {
        bus.send(DUE, "");
    }

    @ConsumeEvent(DUE)
    Uni<Void> onDue(String ignored) {
        return stopping ? Uni.createFrom().voidItem() : quietly("pipelines", pipelines.driveDue());
    }

    @Scheduled(
            identity = "pipelines",
            every = "{registry.workbench.poll}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> onTick() {
        return stopping ? Uni.createFrom().voidItem() : quietly("pipelines", pipelines.driveDue());
    }

    @Scheduled(
            identity = "evidence",
            every = "{registry.workbench.evidence-every}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> onEvidence() {
        return stopping ? Uni.createFrom().voidItem() : quietly("evidence", evidence.tell());
    }

    @Scheduled(identity = "evidence-forget", every = "1h", delayed = "2m")
    Uni<Void> onHour() {
        return quietly("evidence", evidence.forget());
    }

    private static Uni<Void> quietly(String what, Uni<?> work) {
        return work.replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("%s will be looked at again: %s", what, failure.toString()))
                .onFailure()
                .recoverWithNull();
    }
}

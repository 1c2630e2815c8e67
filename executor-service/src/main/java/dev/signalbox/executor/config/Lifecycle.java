package dev.signalbox.executor.config;

import dev.signalbox.executor.adapter.kafka.Executor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts and stops the executor with the application. */
@ApplicationScoped
class Lifecycle {

    void start(@Observes StartupEvent event, Executor executor) {
        executor.start();
    }

    void stop(@Observes ShutdownEvent event, Executor executor) throws InterruptedException {
        executor.stop();
    }
}

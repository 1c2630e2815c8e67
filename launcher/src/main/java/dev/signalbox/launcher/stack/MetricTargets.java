package dev.signalbox.launcher.stack;

import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a Prometheus of this machine reads metrics: {@code metrics-targets.json} beside {@code run.json}, in the form of its
 * file-based discovery ({@code observability/prometheus/local.yml}).
 *
 * @param groups one for each service process
 */
record MetricTargets(List<Group> groups) {

    /**
     * One process.
     *
     * @param targets its address and port
     * @param labels {@code service}: as the pods of a cluster are called, so that dashboards and alerts fit both
     */
    record Group(List<String> targets, Map<String, String> labels) {}

    MetricTargets {
        groups = List.copyOf(groups);
    }

    static MetricTargets of(RunState state) {
        List<Group> groups = new ArrayList<>();
        for (Component component : Component.values()) {
            if (component.isService() && state.started(component).isPresent()) {
                String host = component == Component.GATEWAY ? RunState.reachable(state.host()) : RunState.LOOPBACK;
                groups.add(
                        new Group(List.of(host + ":" + state.port(component)), Map.of("service", service(component))));
            }
        }
        return new MetricTargets(groups);
    }

    private static String service(Component component) {
        return component.backend().map(backend -> "executor-" + backend).orElse(component.label());
    }

    static Path beside(Path runFile) {
        return runFile.resolveSibling("metrics-targets.json");
    }

    /** In one step: Prometheus may be reading it. */
    void save(Path file) throws IOException {
        Path staging = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(staging, Json.mapper().writeValueAsString(groups));
        Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

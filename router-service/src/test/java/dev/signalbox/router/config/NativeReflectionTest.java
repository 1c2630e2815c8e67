package dev.signalbox.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.router.adapter.rest.AgentMatchesResource;
import dev.signalbox.router.adapter.rest.PoliciesResource;
import dev.signalbox.router.adapter.rest.ReplayRequest;
import dev.signalbox.router.adapter.rest.ReplaysResource;
import dev.signalbox.router.adapter.rest.SnapshotResource;
import dev.signalbox.router.domain.RoutingInput;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NativeReflectionTest {

    private static final List<Class<?>> ROOTS = List.of(
            TaskRequested.class,
            TaskRouted.class,
            TaskRejected.class,
            DecisionRecord.class,
            RoutingInput.class,
            BackendAnnounced.class,
            AgentDeployed.class,
            AgentMatches.class,
            AgentMatchesResource.Question.class,
            RouteStatistics.class,
            PolicyPublished.class,
            ReplayReport.class,
            ReplayRequest.class,
            ReplaysResource.ReplayList.class,
            ReplaysResource.PolicyComparison.class,
            PoliciesResource.Change.class,
            SnapshotResource.View.class);

    @Test
    void everyRecordAndEnumThatTravelsIsRegistered() {
        Set<String> travelling = new TreeSet<>();
        ROOTS.forEach(root -> collect(root, travelling));
        Set<String> registered = new TreeSet<>();
        for (Class<?> target : NativeReflection.class
                .getAnnotation(RegisterForReflection.class)
                .targets()) {
            registered.add(target.getName());
        }
        assertThat(travelling).hasSizeGreaterThan(30);
        assertThat(registered).isEqualTo(travelling);
    }

    private static void collect(Type type, Set<String> found) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, found);
            }
        } else if (type instanceof Class<?> plain
                && (plain.isRecord() || plain.isEnum())
                && found.add(plain.getName())
                && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                collect(component.getGenericType(), found);
            }
        }
    }
}

package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees to it that the ports which are about to be used are free. */
public final class PortPlan {

    /** Which ports are chosen anew. */
    public enum Pick {
        NONE,
        TAKEN,
        ALL
    }

    private final OwnProcesses processes;

    public PortPlan(OwnProcesses processes) {
        this.processes = processes;
    }

    /**
     * The state with ports that are free.
     *
     * @param starting what is about to start
     * @param pick where another port is taken
     * @throws StackException when a port is taken and no other may be picked; names the port and who has it
     */
    public RunState free(RunState state, List<Component> starting, Pick pick) throws StackException, IOException {
        Map<String, Integer> needed = new LinkedHashMap<>();
        for (Component component : starting) {
            needed.put(component.label(), state.port(component));
            if (component == Component.INFRASTRUCTURE) {
                needed.put(Component.POSTGRES, state.port(Component.POSTGRES, Component.POSTGRES_PORT));
                needed.put(Component.REDIS, state.port(Component.REDIS, Component.REDIS_PORT));
            }
            if (component == Component.SIMULATORS) {
                Component.SIMULATOR_PORTS.forEach((name, port) -> needed.put(name, state.port(name, port)));
            }
        }
        RunState planned = state;
        List<String> taken = new ArrayList<>();
        Set<Integer> used = new HashSet<>(state.ports().values());
        for (Map.Entry<String, Integer> entry : needed.entrySet()) {
            String host = entry.getKey().equals(Component.GATEWAY.label()) ? state.host() : RunState.LOOPBACK;
            if (pick != Pick.ALL && PortOwner.free(host, entry.getValue())) {
                continue;
            }
            Optional<ProcessHandle> owner = pick == Pick.ALL ? Optional.empty() : PortOwner.of(entry.getValue());
            if (owner.filter(processes::usesOurData).isPresent()) {
                // A Redis or PostgreSQL that a killed infrastructure left behind: the new one takes it over.
                continue;
            }
            if (pick != Pick.NONE) {
                int other = PortOwner.pick(used);
                used.add(other);
                planned = planned.withPort(entry.getKey(), other);
            } else {
                taken.add("port " + entry.getValue() + ", which " + what(entry.getKey()) + " needs, is taken"
                        + owner.map(process -> " by " + PortOwner.describe(process))
                                .orElse(""));
            }
        }
        if (!taken.isEmpty()) {
            throw new StackException(String.join("\n", taken)
                    + "\nEnd what holds it, or let Signalbox pick free ports: ./signalbox up --pick-ports"
                    + (needed.containsKey(Component.GATEWAY.label()) ? " (for the gateway alone: --port N)" : ""));
        }
        return planned;
    }

    private static String what(String name) {
        return name.equals(Component.INFRASTRUCTURE.label()) ? "kafka" : name;
    }
}

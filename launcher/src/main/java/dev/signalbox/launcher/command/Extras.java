package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.OwnProcesses;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.stack.StackException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Components beside those that every stack has.
 *
 * @param with backends that are asked for by name
 * @param withNoop whether the backend that does nothing is asked for
 * @param simulate whether simulators are asked for, and executors that use them
 */
record Extras(List<String> with, boolean withNoop, boolean simulate) {

    /**
     * What was asked for, and what of that kind runs already.
     *
     * @throws StackException when there is no such backend, or it lacks what it cannot do without
     */
    Set<Component> of(RunState known, OwnProcesses processes, Map<String, String> environment) throws StackException {
        Set<Component> extras = EnumSet.noneOf(Component.class);
        for (String backend : with) {
            extras.add(
                    Component.executorOf(backend)
                            .filter(Component::isExtra)
                            .orElseThrow(
                                    () -> new StackException(
                                            "There is no backend \"" + backend + "\" to start with --with."
                                                    + " Choose e2b, kubernetes, local-full, scrapybara or noop; local is always started.")));
        }
        if (withNoop) {
            extras.add(Component.EXECUTOR_NOOP);
        }
        if (simulate) {
            extras.addAll(List.of(Component.SIMULATORS, Component.EXECUTOR_E2B, Component.EXECUTOR_SCRAPYBARA));
        } else if (hasE2bKey(environment)) {
            extras.add(Component.EXECUTOR_E2B);
        }
        if (!simulate && extras.contains(Component.EXECUTOR_E2B) && !hasE2bKey(environment)) {
            throw new StackException("The backend e2b needs the key of an account: set SIGNALBOX_E2B_API_KEY, or"
                    + " SIGNALBOX_E2B_API_KEY_FILE to the path of a file that holds it."
                    + " To try it without an account: ./signalbox up --simulate");
        }
        for (Component component : Component.values()) {
            if (component.isExtra() && processes.living(known, component).isPresent()) {
                extras.add(component);
            }
        }
        return extras;
    }

    private static boolean hasE2bKey(Map<String, String> environment) {
        return !environment.getOrDefault("SIGNALBOX_E2B_API_KEY", "").isBlank()
                || !environment.getOrDefault("SIGNALBOX_E2B_API_KEY_FILE", "").isBlank();
    }
}

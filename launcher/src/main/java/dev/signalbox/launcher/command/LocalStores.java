package dev.signalbox.launcher.command;

import dev.signalbox.launcher.backup.Stores;
import dev.signalbox.launcher.stack.Component;
import dev.signalbox.launcher.stack.RunState;

/** Where the stack of this machine has its stores. */
final class LocalStores {

    private LocalStores() {}

    static Stores of(RunState state) {
        return Stores.local(
                "localhost:" + state.port(Component.POSTGRES, Component.POSTGRES_PORT) + "/signalbox",
                "signalbox",
                state.kafka());
    }
}

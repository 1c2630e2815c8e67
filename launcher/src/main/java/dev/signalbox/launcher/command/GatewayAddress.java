package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.RunState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where the gateway is that a command talks to. */
final class GatewayAddress {

    private GatewayAddress() {}

    /** Never the usual port by mere chance: somebody else's stack may listen there. */
    static String of(@Nullable String url, CommandSpec spec) {
        String elsewhere = url != null ? url : System.getenv("SIGNALBOX_URL");
        if (elsewhere != null && !elsewhere.isBlank()) {
            return elsewhere;
        }
        return RunState.load(Checkout.current().runFile())
                .map(RunState::gatewayUrl)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Signalbox does not run here. Start it with ./signalbox up, or name a gateway elsewhere with"
                                + " --url or SIGNALBOX_URL."));
    }
}

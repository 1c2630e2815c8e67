package dev.signalbox.launcher.command;

import dev.signalbox.launcher.stack.Checkout;
import dev.signalbox.launcher.stack.RunState;
import dev.signalbox.launcher.task.Gateway;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which gateway a command talks to. */
final class GatewayOption {

    @Option(names = "--url", description = "A gateway elsewhere (default: the stack of this checkout).")
    private @Nullable String url;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    Gateway open() {
        return new Gateway(url(), apiKey());
    }

    static @Nullable String apiKey() {
        return System.getenv("SIGNALBOX_API_KEY");
    }

    /** Never the usual port by mere chance: somebody else's stack may listen there. */
    String url() {
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

package dev.signalbox.launcher.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where everything lies.
 *
 * @param root the checkout
 * @param state data, logs, runnable copies and the record of what runs; {@code .signalbox} of the checkout unless
 *     {@code SIGNALBOX_STATE} names another folder, which makes a second stack
 */
public record Checkout(Path root, Path state) {

    /** Set by the script {@code signalbox}. */
    public static final String ROOT_PROPERTY = "signalbox.root";

    public static Checkout of(String root, Map<String, String> environment) {
        Path folder = Path.of(root).toAbsolutePath().normalize();
        String state = environment.get("SIGNALBOX_STATE");
        return new Checkout(
                folder,
                state == null || state.isBlank()
                        ? folder.resolve(".signalbox")
                        : Path.of(state).toAbsolutePath().normalize());
    }

    /** The checkout that this process belongs to. */
    public static Checkout current() {
        return of(System.getProperty(ROOT_PROPERTY, "."), System.getenv());
    }

    public Path data() {
        return state.resolve("data");
    }

    public Path logs() {
        return state.resolve("logs");
    }

    public Path runFile() {
        return state.resolve("run.json");
    }

    public Path app(String module) {
        return state.resolve("app").resolve(module);
    }

    public Path infrastructureReady() {
        return state.resolve("infrastructure.ready");
    }

    public Path simulatorsReady() {
        return state.resolve("simulators.ready");
    }
}

package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code ./signalbox native} made of a service. */
final class NativeExecutable {

    private NativeExecutable() {}

    /**
     * The executable of a service.
     *
     * @throws StackException when it was not built
     */
    static Path of(Checkout checkout, Component component) throws IOException, StackException {
        Path target = checkout.root().resolve(component.module()).resolve("target");
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> runners = Files.newDirectoryStream(target, component.module() + "-*-runner")) {
                for (Path runner : runners) {
                    if (Files.isExecutable(runner)) {
                        return runner;
                    }
                }
            }
        }
        throw new StackException("SIGNALBOX_NATIVE is set, but there is no native executable of " + component.module()
                + " in " + target + ". Run ./signalbox native, or unset SIGNALBOX_NATIVE.");
    }
}

package dev.signalbox.sandbox.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The profile {@code local-full} for tests, with a network where this machine can give one. */
record FullMachine(Machine machine, String whyNoNetwork) implements AutoCloseable {

    /** Where slirp4netns is when it is not installed. */
    private static final String PROGRAM =
            Optional.ofNullable(System.getenv("SIGNALBOX_TEST_SLIRP4NETNS")).orElse("slirp4netns");

    static FullMachine with(Optional<Path> image, boolean reachHost) throws IOException, InterruptedException {
        Machine networked = Machine.with(
                LocalSettings.in(Machine.newFolder()).withFull(new FullSettings(image, PROGRAM, false, reachHost)));
        String because = networked.provider.offer().unavailableBecause();
        if (because == null) {
            return new FullMachine(networked, "");
        }
        networked.close();
        Machine alone = Machine.with(
                LocalSettings.in(Machine.newFolder()).withFull(new FullSettings(image, PROGRAM, true, reachHost)));
        if (!alone.provider.offer().available()) {
            alone.close();
        }
        assumeTrue(
                alone.provider.offer().available(), "" + alone.provider.offer().unavailableBecause());
        return new FullMachine(alone, because);
    }

    LocalProvider provider() {
        return machine.provider;
    }

    boolean hasNetwork() {
        return whyNoNetwork.isEmpty();
    }

    boolean limitsTree() {
        return machine.limitsTree();
    }

    @Override
    public void close() {
        machine.close();
    }
}

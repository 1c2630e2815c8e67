package dev.signalbox.executor.config;

import dev.signalbox.sandbox.local.FullSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the backend {@code local-full}, in variables that begin with {@code SIGNALBOX_LOCAL_FULL_}. */
@ConfigMapping(prefix = "signalbox.local-full")
public interface LocalFullConfig {

    /**
     * A folder with a whole Linux system that each sandbox sees with changes of its own. Its owner is root inside and
     * must not be the real root. Without it programs see this machine's own system, read-only, and packages go to the
     * home folder.
     */
    Optional<String> image();

    /** The slirp4netns program, by name or path. */
    @WithDefault("slirp4netns")
    String networkProgram();

    /** Whether sandboxes have no network; tasks that need one then go elsewhere. */
    @WithDefault("false")
    boolean withoutNetwork();

    /** Whether programs reach this machine under its own addresses. Its loopback they never reach. */
    @WithDefault("false")
    boolean reachHost();

    /** For the provider. */
    default FullSettings settings() {
        return new FullSettings(
                image().filter(folder -> !folder.isBlank())
                        .map(Path::of)
                        .map(Path::toAbsolutePath)
                        .map(Path::normalize),
                networkProgram(),
                withoutNetwork(),
                reachHost());
    }
}

package dev.signalbox.sandbox.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the profile {@code local-full}: sandboxes with a network and with a system that programs may change.
 *
 * @param image folder with a whole Linux system; each sandbox sees it with changes of its own. Its owner is root inside,
 *     so it must not belong to the real root. When absent, programs see this machine's own system read-only
 * @param networkProgram {@code slirp4netns}, found in the path when it is no absolute one
 * @param withoutNetwork whether sandboxes are made without a network; they are then not offered for what needs one
 * @param reachHost whether programs reach this machine under its own addresses; its loopback they never do
 */
public record FullSettings(Optional<Path> image, String networkProgram, boolean withoutNetwork, boolean reachHost) {

    /** The usual ones. */
    public static final FullSettings STANDARD = new FullSettings(Optional.empty(), "slirp4netns", false, false);
}

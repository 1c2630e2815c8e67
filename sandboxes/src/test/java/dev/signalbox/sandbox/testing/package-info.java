/** What every backend must keep, as tests that a backend runs by extending {@code SandboxContract}. */
@NullMarked
package dev.signalbox.sandbox.testing;

import org.jspecify.annotations.NullMarked;

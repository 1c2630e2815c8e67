/** Sandboxes of E2B: its control plane, and the daemon in each sandbox. */
@NullMarked
package dev.signalbox.executor.adapter.e2b;

import org.jspecify.annotations.NullMarked;

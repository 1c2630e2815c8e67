/** Sandboxes that sessions hold for their agents: who keeps which, what they cost, and how tasks work in them. */
@NullMarked
package dev.signalbox.executor.app.holds;

import org.jspecify.annotations.NullMarked;

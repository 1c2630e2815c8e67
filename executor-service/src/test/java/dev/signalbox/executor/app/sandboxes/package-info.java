/** Sandboxes from intent to removal, on a provider in memory. */
@NullMarked
package dev.signalbox.executor.app.sandboxes;

import org.jspecify.annotations.NullMarked;

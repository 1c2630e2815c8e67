/** Sandboxes from intent to removal: recorded, created, extended, pooled, and looked for when somebody forgot them. */
@NullMarked
package dev.signalbox.executor.app.sandboxes;

import org.jspecify.annotations.NullMarked;

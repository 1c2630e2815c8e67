/** Routes one task with the current snapshot, and the ports that this needs. */
@NullMarked
package dev.signalbox.router.app;

import org.jspecify.annotations.NullMarked;

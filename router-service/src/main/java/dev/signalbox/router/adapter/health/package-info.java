/** Readiness: whether the snapshot is there. */
@NullMarked
package dev.signalbox.router.adapter.health;

import org.jspecify.annotations.NullMarked;

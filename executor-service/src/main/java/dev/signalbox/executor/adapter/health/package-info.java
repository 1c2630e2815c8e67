/** What readiness says about the executor. */
@NullMarked
package dev.signalbox.executor.adapter.health;

import org.jspecify.annotations.NullMarked;

/** The E2B backend against the simulator. */
@NullMarked
package dev.signalbox.executor.adapter.e2b;

import org.jspecify.annotations.NullMarked;

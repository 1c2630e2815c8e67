/** Tests of pods as sandboxes, against a simulated cluster. */
@NullMarked
package dev.signalbox.executor.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;

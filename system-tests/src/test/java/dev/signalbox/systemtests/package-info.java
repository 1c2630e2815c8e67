/** The whole stack as a user starts it: the main job and what survives faults. */
@NullMarked
package dev.signalbox.systemtests;

import org.jspecify.annotations.NullMarked;

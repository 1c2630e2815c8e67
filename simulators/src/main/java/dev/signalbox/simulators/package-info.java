/** Services of others as they look on the wire, for one machine. */
@NullMarked
package dev.signalbox.simulators;

import org.jspecify.annotations.NullMarked;

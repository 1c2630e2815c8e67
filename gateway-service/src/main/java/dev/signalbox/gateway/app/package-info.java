/** The use cases of the edge and the ports they need. */
@NullMarked
package dev.signalbox.gateway.app;

import org.jspecify.annotations.NullMarked;

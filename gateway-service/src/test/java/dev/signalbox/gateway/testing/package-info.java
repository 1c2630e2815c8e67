/** The neighbours of the gateway, played by hand. */
@NullMarked
package dev.signalbox.gateway.testing;

import org.jspecify.annotations.NullMarked;

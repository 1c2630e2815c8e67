/** gateway-service: the edge of Signalbox for clients that speak HTTP. */
@NullMarked
package dev.signalbox.gateway;

import org.jspecify.annotations.NullMarked;

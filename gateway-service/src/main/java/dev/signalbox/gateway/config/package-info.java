/** Settings of the gateway. */
@NullMarked
package dev.signalbox.gateway.config;

import org.jspecify.annotations.NullMarked;

/** Tests of the simulated cluster with somebody else's client. */
@NullMarked
package dev.signalbox.simulators.kubernetes;

import org.jspecify.annotations.NullMarked;

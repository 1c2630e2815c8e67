/** Tests of the simulated model providers. */
@NullMarked
package dev.signalbox.simulators.models;

import org.jspecify.annotations.NullMarked;

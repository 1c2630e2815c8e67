/**
 * What all services put together alike, as beans of CDI. Whoever is no service (the launcher, the benchmarks) has no CDI
 * and loads none of it.
 */
@NullMarked
package dev.signalbox.contracts.wiring;

import org.jspecify.annotations.NullMarked;

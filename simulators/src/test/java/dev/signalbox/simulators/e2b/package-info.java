/** The simulator of E2B against the vendor's own client. */
@NullMarked
package dev.signalbox.simulators.e2b;

import org.jspecify.annotations.NullMarked;

/** Fixtures that the tests of all services share. */
@NullMarked
package dev.signalbox.contracts.testing;

import org.jspecify.annotations.NullMarked;

/** Scrapybara as its documented API was: the service itself ended in October 2025. */
@NullMarked
package dev.signalbox.simulators.scrapybara;

import org.jspecify.annotations.NullMarked;

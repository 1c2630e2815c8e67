/** Sandboxes that are instances of Scrapybara: legacy, the service ended in October 2025. */
@NullMarked
package dev.signalbox.executor.adapter.scrapybara;

import org.jspecify.annotations.NullMarked;

/** Tests of instances as sandboxes, against the simulated service. */
@NullMarked
package dev.signalbox.executor.adapter.scrapybara;

import org.jspecify.annotations.NullMarked;

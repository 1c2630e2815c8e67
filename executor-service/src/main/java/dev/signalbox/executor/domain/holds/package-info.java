/** Who holds a sandbox, and what holding it costs. */
@NullMarked
package dev.signalbox.executor.domain.holds;

import org.jspecify.annotations.NullMarked;

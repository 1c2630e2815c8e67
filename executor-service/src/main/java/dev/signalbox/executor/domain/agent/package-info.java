/** What agents decide without calling anybody: limits, accounts, memory, masking. */
@NullMarked
package dev.signalbox.executor.domain.agent;

import org.jspecify.annotations.NullMarked;

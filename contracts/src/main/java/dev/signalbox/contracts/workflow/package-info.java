/** Workflows: goals that generated teams work on. */
@NullMarked
package dev.signalbox.contracts.workflow;

import org.jspecify.annotations.NullMarked;

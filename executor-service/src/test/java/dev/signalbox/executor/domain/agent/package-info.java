/** Tests of agents. */
@NullMarked
package dev.signalbox.executor.domain.agent;

import org.jspecify.annotations.NullMarked;

/** Tests of agents. */
@NullMarked
package dev.signalbox.executor.app.agent;

import org.jspecify.annotations.NullMarked;

/** The tools of agents. Each one works inside the attempt's sandbox, never in the executor. */
@NullMarked
package dev.signalbox.executor.app.agent.tools;

import org.jspecify.annotations.NullMarked;

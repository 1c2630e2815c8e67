/** Agents: what works on a prompt, with a model and tools. */
@NullMarked
package dev.signalbox.executor.app.agent;

import org.jspecify.annotations.NullMarked;

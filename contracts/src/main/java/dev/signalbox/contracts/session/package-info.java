/** Sessions: who works on a task, what they hold and what it costs. */
@NullMarked
package dev.signalbox.contracts.session;

import org.jspecify.annotations.NullMarked;

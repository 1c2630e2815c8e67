/** What a client asks for: the task, its limits, and the request record. */
@NullMarked
package dev.signalbox.contracts.task;

import org.jspecify.annotations.NullMarked;

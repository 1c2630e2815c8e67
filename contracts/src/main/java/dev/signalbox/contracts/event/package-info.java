/** What clients read: the public life of a task. */
@NullMarked
package dev.signalbox.contracts.event;

import org.jspecify.annotations.NullMarked;

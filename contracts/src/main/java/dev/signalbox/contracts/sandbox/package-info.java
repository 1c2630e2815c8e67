/** What executors tell each other of their sandboxes. */
@NullMarked
package dev.signalbox.contracts.sandbox;

import org.jspecify.annotations.NullMarked;

/** What a backend is made of: a provider of sandboxes, the sandboxes, and the processes in them. */
@NullMarked
package dev.signalbox.sandbox;

import org.jspecify.annotations.NullMarked;

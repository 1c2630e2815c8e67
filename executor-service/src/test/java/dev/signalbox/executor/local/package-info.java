/** Attempts in the sandboxes of the local backend, on this machine's kernel. */
@NullMarked
package dev.signalbox.executor.local;

import org.jspecify.annotations.NullMarked;

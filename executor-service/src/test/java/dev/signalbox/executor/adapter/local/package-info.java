/** The local backend on this machine's kernel, and its parts on made-up files. */
@NullMarked
package dev.signalbox.executor.adapter.local;

import org.jspecify.annotations.NullMarked;

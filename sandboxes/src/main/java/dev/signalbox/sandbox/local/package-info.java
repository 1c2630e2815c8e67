/** The local backend: bubblewrap, namespaces, control groups. */
@NullMarked
package dev.signalbox.sandbox.local;

import org.jspecify.annotations.NullMarked;

/** The local backend: bubblewrap, namespaces, cgroups. */
@NullMarked
package dev.signalbox.executor.adapter.local;

import org.jspecify.annotations.NullMarked;

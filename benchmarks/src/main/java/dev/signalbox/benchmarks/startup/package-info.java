/** How long a service takes to be ready and what it holds when idle, with and without what makes that less. */
@NullMarked
package dev.signalbox.benchmarks.startup;

import org.jspecify.annotations.NullMarked;

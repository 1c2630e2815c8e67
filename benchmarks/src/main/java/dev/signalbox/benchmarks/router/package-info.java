/** How many requests the router alone routes in a second, beside a process that only passes records on. */
@NullMarked
package dev.signalbox.benchmarks.router;

import org.jspecify.annotations.NullMarked;

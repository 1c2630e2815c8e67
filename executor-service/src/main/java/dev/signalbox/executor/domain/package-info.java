/** What an attempt runs and how its output and result are bounded: pure Java. */
@NullMarked
package dev.signalbox.executor.domain;

import org.jspecify.annotations.NullMarked;

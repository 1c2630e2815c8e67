@NullMarked
package dev.signalbox.contracts.metrics;

import org.jspecify.annotations.NullMarked;

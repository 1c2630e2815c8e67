@NullMarked
package dev.signalbox.executor.domain.holds;

import org.jspecify.annotations.NullMarked;

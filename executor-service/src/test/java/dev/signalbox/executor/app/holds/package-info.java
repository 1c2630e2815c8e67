@NullMarked
package dev.signalbox.executor.app.holds;

import org.jspecify.annotations.NullMarked;

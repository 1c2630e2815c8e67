/** Tests of the executor's app. */
@NullMarked
package dev.signalbox.executor.app;

import org.jspecify.annotations.NullMarked;

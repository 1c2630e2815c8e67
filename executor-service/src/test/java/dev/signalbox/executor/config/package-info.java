/** Tests of how the executor is put together. */
@NullMarked
package dev.signalbox.executor.config;

import org.jspecify.annotations.NullMarked;

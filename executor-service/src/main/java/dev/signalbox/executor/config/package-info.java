/** The executor's settings and how its parts are put together. */
@NullMarked
package dev.signalbox.executor.config;

import org.jspecify.annotations.NullMarked;

/** Tests of the executor's domain. */
@NullMarked
package dev.signalbox.executor.domain;

import org.jspecify.annotations.NullMarked;

/** Tests of the local backend. */
@NullMarked
package dev.signalbox.sandbox.local;

import org.jspecify.annotations.NullMarked;

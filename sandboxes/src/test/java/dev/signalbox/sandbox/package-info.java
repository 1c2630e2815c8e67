/** Tests of what all backends share. */
@NullMarked
package dev.signalbox.sandbox;

import org.jspecify.annotations.NullMarked;

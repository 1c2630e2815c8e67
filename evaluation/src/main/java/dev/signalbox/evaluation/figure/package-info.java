/** Shares, means, calibration and times with their intervals. */
@NullMarked
package dev.signalbox.evaluation.figure;

import org.jspecify.annotations.NullMarked;

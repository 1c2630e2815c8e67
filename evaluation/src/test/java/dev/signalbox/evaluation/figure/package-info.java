/** Tests of the figures. */
package dev.signalbox.evaluation.figure;

/** Tests of the evaluation over small made-up files. */
package dev.signalbox.evaluation;

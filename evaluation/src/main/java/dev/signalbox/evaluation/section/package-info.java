/** One section of the report for each kind of file. */
@NullMarked
package dev.signalbox.evaluation.section;

import org.jspecify.annotations.NullMarked;

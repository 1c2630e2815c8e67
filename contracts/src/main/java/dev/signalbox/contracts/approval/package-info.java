/** What humans are asked to decide. */
@NullMarked
package dev.signalbox.contracts.approval;

import org.jspecify.annotations.NullMarked;

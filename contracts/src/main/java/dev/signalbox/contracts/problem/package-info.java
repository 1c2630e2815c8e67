/** Problem details (RFC 9457) shared by REST answers and task events. */
@NullMarked
package dev.signalbox.contracts.problem;

import org.jspecify.annotations.NullMarked;

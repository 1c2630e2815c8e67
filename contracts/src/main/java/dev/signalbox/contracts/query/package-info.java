/** Query parameters of REST, read and refused in the same way by every service. */
@NullMarked
package dev.signalbox.contracts.query;

import org.jspecify.annotations.NullMarked;

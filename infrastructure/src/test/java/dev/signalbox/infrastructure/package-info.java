/** Tests of the local servers, with small clients of their own. */
@NullMarked
package dev.signalbox.infrastructure;

import org.jspecify.annotations.NullMarked;

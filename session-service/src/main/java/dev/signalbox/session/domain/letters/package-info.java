/** Records that nobody could handle, and what operators may do with them. */
@NullMarked
package dev.signalbox.session.domain.letters;

import org.jspecify.annotations.NullMarked;

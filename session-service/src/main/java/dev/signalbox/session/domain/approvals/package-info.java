/** What humans decide, and what follows from it. */
@NullMarked
package dev.signalbox.session.domain.approvals;

import org.jspecify.annotations.NullMarked;

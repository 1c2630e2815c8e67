/** Money of sessions: what may be spent, what is reserved for what runs, and what was spent. */
@NullMarked
package dev.signalbox.session.domain.ledger;

import org.jspecify.annotations.NullMarked;

/** Money of sessions and workflows, beside what batches do with it. */
@NullMarked
package dev.signalbox.session.app.ledger;

import org.jspecify.annotations.NullMarked;

/** Applies a batch of records: one transaction, then what follows is published, exactly once. */
@NullMarked
package dev.signalbox.session.app;

import org.jspecify.annotations.NullMarked;

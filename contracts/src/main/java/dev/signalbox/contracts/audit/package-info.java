/** The audit trail: who did what, in chains of hashes that anybody can check. */
@NullMarked
package dev.signalbox.contracts.audit;

import org.jspecify.annotations.NullMarked;

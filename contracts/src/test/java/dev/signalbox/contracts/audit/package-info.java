/** Tests of the audit trail. */
@NullMarked
package dev.signalbox.contracts.audit;

import org.jspecify.annotations.NullMarked;

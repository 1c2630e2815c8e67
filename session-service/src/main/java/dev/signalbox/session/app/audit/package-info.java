/** The audit trail: what records say was done, appended to chains, told and checked. */
@NullMarked
package dev.signalbox.session.app.audit;

import org.jspecify.annotations.NullMarked;

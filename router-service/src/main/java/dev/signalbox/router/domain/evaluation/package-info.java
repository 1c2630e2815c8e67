/** What another policy would have cost and achieved, estimated from what the one that decided has: pure statistics. */
@NullMarked
package dev.signalbox.router.domain.evaluation;

import org.jspecify.annotations.NullMarked;

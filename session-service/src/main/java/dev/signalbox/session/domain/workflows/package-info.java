/** Generated teams: from a goal to a plan, a team, a quote, and work that is reviewed. Nothing here has an effect. */
@NullMarked
package dev.signalbox.session.domain.workflows;

import org.jspecify.annotations.NullMarked;

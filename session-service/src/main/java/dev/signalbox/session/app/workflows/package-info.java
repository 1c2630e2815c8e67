/** What happens to workflows: commands, ends of tasks, decisions, times that come. */
@NullMarked
package dev.signalbox.session.app.workflows;

import org.jspecify.annotations.NullMarked;

/** The inbox of what humans decide. */
@NullMarked
package dev.signalbox.session.app.approvals;

import org.jspecify.annotations.NullMarked;

/** Sessions: clients, time and measurements applied to them, and what they hold. */
@NullMarked
package dev.signalbox.session.app.sessions;

import org.jspecify.annotations.NullMarked;

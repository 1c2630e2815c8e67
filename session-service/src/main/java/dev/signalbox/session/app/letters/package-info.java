/** Takes in dead letters, shows them to operators, and does with them what those decide. */
@NullMarked
package dev.signalbox.session.app.letters;

import org.jspecify.annotations.NullMarked;

/** Tests of what is done with dead letters. */
@NullMarked
package dev.signalbox.session.app.letters;

import org.jspecify.annotations.NullMarked;

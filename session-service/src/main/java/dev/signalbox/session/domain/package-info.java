/** The life of a task as a pure function: a task and an input give a changed task and what follows. */
@NullMarked
package dev.signalbox.session.domain;

import org.jspecify.annotations.NullMarked;

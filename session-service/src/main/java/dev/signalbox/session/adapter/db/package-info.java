/** Keeps tasks and attempts in PostgreSQL. */
@NullMarked
package dev.signalbox.session.adapter.db;

import org.jspecify.annotations.NullMarked;

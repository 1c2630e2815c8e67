/** Agents, catalogue entries and the outbox in PostgreSQL, by Hibernate Reactive. */
@NullMarked
package dev.signalbox.registry.adapter.db;

import org.jspecify.annotations.NullMarked;

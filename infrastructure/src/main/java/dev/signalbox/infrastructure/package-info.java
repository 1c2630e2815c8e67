/** Real Kafka, PostgreSQL and Redis for one machine, started and stopped one by one or together. */
@NullMarked
package dev.signalbox.infrastructure;

import org.jspecify.annotations.NullMarked;

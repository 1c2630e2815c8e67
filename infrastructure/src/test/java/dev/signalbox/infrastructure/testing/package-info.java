/** The real Kafka, PostgreSQL and Redis for tests of all modules: containers where there is Docker, embedded otherwise. */
@NullMarked
package dev.signalbox.infrastructure.testing;

import org.jspecify.annotations.NullMarked;

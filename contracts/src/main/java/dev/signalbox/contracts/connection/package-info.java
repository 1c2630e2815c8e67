/** How the services reach Kafka, PostgreSQL and Redis safely, from the variables of an installation. */
@NullMarked
package dev.signalbox.contracts.connection;

import org.jspecify.annotations.NullMarked;

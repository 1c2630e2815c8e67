/** The Kafka envelope: CloudEvents headers, trace context, dead letters, publishing. */
@NullMarked
package dev.signalbox.contracts.kafka;

import org.jspecify.annotations.NullMarked;

/** Requests and commands to Kafka, wake-ups from it. */
@NullMarked
package dev.signalbox.gateway.adapter.kafka;

import org.jspecify.annotations.NullMarked;

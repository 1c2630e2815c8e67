/** The executor at a real Kafka. */
@NullMarked
package dev.signalbox.executor.adapter.kafka;

import org.jspecify.annotations.NullMarked;

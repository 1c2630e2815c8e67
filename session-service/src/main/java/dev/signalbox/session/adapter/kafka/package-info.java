/** Reads and writes Kafka. */
@NullMarked
package dev.signalbox.session.adapter.kafka;

import org.jspecify.annotations.NullMarked;

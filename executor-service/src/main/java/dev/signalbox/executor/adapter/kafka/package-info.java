/** Work comes from a share group, stops from execution-control, and answers go to Kafka. */
@NullMarked
package dev.signalbox.executor.adapter.kafka;

import org.jspecify.annotations.NullMarked;

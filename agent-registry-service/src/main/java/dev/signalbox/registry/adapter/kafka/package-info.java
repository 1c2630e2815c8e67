/** The outbox carried to the compacted topic agents. */
@NullMarked
package dev.signalbox.registry.adapter.kafka;

import org.jspecify.annotations.NullMarked;

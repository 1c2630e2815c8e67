/** Reads requests and the compacted topics, writes routes. */
@NullMarked
package dev.signalbox.router.adapter.kafka;

import org.jspecify.annotations.NullMarked;

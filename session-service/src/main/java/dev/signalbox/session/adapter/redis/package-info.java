/** Keeps event streams and hot state in Redis, and makes them again when they are lost. */
@NullMarked
package dev.signalbox.session.adapter.redis;

import org.jspecify.annotations.NullMarked;

/** Event streams, accepted marks and idempotency keys in Redis. */
@NullMarked
package dev.signalbox.gateway.adapter.redis;

import org.jspecify.annotations.NullMarked;

package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.TenantId;

/**
 * Who asks.
 *
 * @param tenant whose tasks it may see
 * @param trace the trace that the request belongs to
 */
public record Caller(TenantId tenant, TraceContext trace) {}

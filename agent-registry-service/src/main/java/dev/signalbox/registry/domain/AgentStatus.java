package dev.signalbox.registry.domain;

/** Where an agent is in its life. */
public enum AgentStatus {
    /** Never deployed, or changed since it was retired. */
    DRAFT,
    /** A version of it can be routed to; a newer version may wait to be deployed. */
    DEPLOYED,
    /** Withdrawn. */
    RETIRED
}

package dev.signalbox.contracts.audit;

/** The way an act came. */
public enum AuditChannel {
    /** By the gateway's REST. */
    REST,
    /** By the gateway's MCP. */
    MCP,
    /** By a record that a client put on a topic itself: nobody checked a key, the topic's access rules did. */
    KAFKA,
    /** A service did it on its own, such as the end of a task, or a step of a workflow. */
    SERVICE
}

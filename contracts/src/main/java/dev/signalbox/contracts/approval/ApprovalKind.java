package dev.signalbox.contracts.approval;

/** What is to be decided. */
public enum ApprovalKind {
    /** Whether an agent that nobody has yet may be made, for one task or for good. */
    AGENT_PROPOSAL,
    /** Whether a workflow may spend what it is expected to. */
    WORKFLOW_QUOTE,
    /** Whether an agent may call a tool with these arguments. */
    TOOL_CALL
}

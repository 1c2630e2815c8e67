package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.AgentId;

/** Which pipeline: every version has at most one. */
public record PipelineKey(AgentId agentId, int version) {}

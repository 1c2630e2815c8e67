package dev.signalbox.executor.domain.agent;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as a model sees it.
 *
 * @param name as in agents' specifications
 * @param description what it does and when to use it
 * @param arguments JSON schema of an object
 */
public record ToolSpec(String name, String description, JsonNode arguments) {}

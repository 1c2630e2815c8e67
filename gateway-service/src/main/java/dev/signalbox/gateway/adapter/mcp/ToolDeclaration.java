package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as clients see it.
 *
 * @param name that it is called by
 * @param title for people
 * @param description for models: what it does and what to do next
 * @param annotations hints: whether it only reads, destroys, may be repeated, reaches out
 * @param inputSchema JSON Schema (2020-12) of its arguments
 * @param outputSchema JSON Schema (2020-12) of its structured content
 */
record ToolDeclaration(
        String name,
        String title,
        String description,
        JsonNode annotations,
        JsonNode inputSchema,
        JsonNode outputSchema) {}

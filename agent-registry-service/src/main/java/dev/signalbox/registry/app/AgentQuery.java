package dev.signalbox.registry.app;

import dev.signalbox.registry.domain.AgentStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which agents to list; what is absent does not restrict.
 *
 * @param text words to search for, as in a web search
 * @param after where the page before ended
 * @param limit most agents on the page
 */
public record AgentQuery(
        @Nullable String text,
        @Nullable String role,
        @Nullable String skill,
        @Nullable AgentStatus status,
        @Nullable Cursor after,
        int limit) {}

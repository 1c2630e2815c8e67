package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.domain.AgentSpec;
import jakarta.enterprise.context.ApplicationScoped;

/** Templates in PostgreSQL. */
@ApplicationScoped
class PgTemplates extends PgEntries<AgentSpec> {

    PgTemplates() {
        super(EntryRow.Kind.TEMPLATE, AgentSpec.class);
    }

    @Override
    String name(AgentSpec template) {
        return template.name();
    }

    @Override
    String description(AgentSpec template) {
        return template.description();
    }
}

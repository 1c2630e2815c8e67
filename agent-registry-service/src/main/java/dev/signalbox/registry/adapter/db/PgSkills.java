package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.domain.SkillSpec;
import jakarta.enterprise.context.ApplicationScoped;

/** Skills in PostgreSQL. */
@ApplicationScoped
class PgSkills extends PgEntries<SkillSpec> {

    PgSkills() {
        super(EntryRow.Kind.SKILL, SkillSpec.class);
    }

    @Override
    String name(SkillSpec skill) {
        return skill.name();
    }

    @Override
    String description(SkillSpec skill) {
        return skill.description();
    }
}

package dev.signalbox.registry.adapter.db;

import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.Origin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of a skill or template; only {@code latest} ever changes. */
@Entity
@Table(name = "entries")
@IdClass(EntryRow.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class EntryRow {

    /** What an entry can be. */
    enum Kind {
        SKILL,
        TEMPLATE
    }

    /** Which version of which entry. */
    record Key(Kind kind, String entryId, int version) implements Serializable {}

    @Id
    @Enumerated(EnumType.STRING)
    Kind kind;

    @Id
    @Column(name = "entry_id")
    String entryId;

    @Id
    int version;

    boolean latest;
    String name;
    String description;

    /** The specification as JSON. */
    String spec;

    @Enumerated(EnumType.STRING)
    Origin origin;

    @Column(name = "catalogue_revision")
    @Nullable
    Integer catalogueRevision;

    @Column(name = "created_at")
    Instant createdAt;

    static EntryRow of(Kind kind, Entry<?> entry, String name, String description) {
        EntryRow row = new EntryRow();
        row.kind = kind;
        row.entryId = entry.id();
        row.version = entry.version();
        row.latest = entry.latest();
        row.name = name;
        row.description = description;
        row.spec = JsonText.write(entry.spec());
        row.origin = entry.origin();
        row.catalogueRevision = entry.catalogueRevision();
        row.createdAt = entry.createdAt();
        return row;
    }

    <S> Entry<S> entry(Class<S> type) {
        return new Entry<>(entryId, version, latest, JsonText.read(spec, type), origin, catalogueRevision, createdAt);
    }
}

package dev.signalbox.session.adapter.db;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code attempts}, for reading. */
@Entity(name = "Attempt")
@Table(name = "attempts")
@Immutable
@IdClass(AttemptEntity.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class AttemptEntity {

    @Id
    String task_id;

    @Id
    int attempt;

    Instant dispatched_at;
    String record;

    /** Names an attempt. */
    record Key(String task_id, int attempt) implements Serializable {}
}

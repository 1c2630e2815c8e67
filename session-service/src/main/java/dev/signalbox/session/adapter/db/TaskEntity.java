package dev.signalbox.session.adapter.db;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code tasks}, for reading. Rows are written in batches by {@link PgTaskStore}. */
@Entity(name = "Task")
@Table(name = "tasks")
@Immutable
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class TaskEntity {

    @Id
    String task_id;

    String tenant;

    @Nullable
    String session_id;

    String status;
    int attempt;

    @Nullable
    String backend;

    Instant requested_at;

    String document;
}

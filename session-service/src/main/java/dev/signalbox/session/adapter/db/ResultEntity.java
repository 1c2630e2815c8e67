package dev.signalbox.session.adapter.db;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of {@code results}, for reading. */
@Entity(name = "Result")
@Table(name = "results")
@Immutable
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ResultEntity {

    @Id
    String task_id;

    String result;
}

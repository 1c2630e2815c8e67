package dev.signalbox.registry.adapter.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Whose task it is. */
@Entity
@Table(name = "workbench_tasks")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class WorkbenchTaskRow {

    @Id
    @Column(name = "task_id")
    String taskId;

    @Column(name = "agent_id")
    String agentId;

    int version;
}

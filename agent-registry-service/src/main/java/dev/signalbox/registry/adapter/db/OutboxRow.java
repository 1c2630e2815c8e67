package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.registry.domain.Announcement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An announcement on its way to Kafka. */
@Entity
@Table(name = "outbox")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class OutboxRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long position;

    String topic;

    /** The record's key, whatever the topic; the column is older than the topic. */
    @Column(name = "agent_id")
    String key;

    @Column(name = "event_id")
    String eventId;

    /** The record as JSON; absent in a tombstone. */
    @Nullable
    String body;

    /** With {@code tracestate} where there is one; the column is older than that. */
    @Column(name = "traceparent")
    @Nullable
    String trace;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "published_at")
    @Nullable
    Instant publishedAt;

    static OutboxRow of(Announcement announcement) {
        OutboxRow row = new OutboxRow();
        row.topic = announcement.topic();
        row.key = announcement.key();
        row.eventId = announcement.eventId();
        row.body = announcement.body() == null ? null : JsonText.write(announcement.body());
        row.trace = announcement.trace();
        row.occurredAt = announcement.occurredAt();
        return row;
    }

    Announcement announcement() {
        return new Announcement(
                topic, key, eventId, body == null ? null : JsonText.read(body, bodyType()), trace, occurredAt);
    }

    private Class<?> bodyType() {
        return switch (topic) {
            case Topics.POLICIES -> PolicyPublished.class;
            case Topics.AGENT_EVENTS -> AgentStageChanged.class;
            case Topics.TASK_REQUESTS -> TaskRequested.class;
            default -> AgentDeployed.class;
        };
    }
}

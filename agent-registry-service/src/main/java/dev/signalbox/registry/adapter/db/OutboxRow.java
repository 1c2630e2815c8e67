package dev.signalbox.registry.adapter.db;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
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

    @Column(name = "agent_id")
    String agentId;

    @Column(name = "event_id")
    String eventId;

    /** {@code AgentDeployed} as JSON; absent in a tombstone. */
    @Nullable
    String body;

    @Nullable
    String traceparent;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "published_at")
    @Nullable
    Instant publishedAt;

    static OutboxRow of(Announcement announcement) {
        OutboxRow row = new OutboxRow();
        row.agentId = announcement.agentId().value();
        row.eventId = announcement.eventId();
        row.body = announcement.agent() == null ? null : JsonText.write(announcement.agent());
        row.traceparent = announcement.traceparent();
        row.occurredAt = announcement.occurredAt();
        return row;
    }

    Announcement announcement() {
        return new Announcement(
                new AgentId(agentId),
                eventId,
                body == null ? null : JsonText.read(body, AgentDeployed.class),
                traceparent,
                occurredAt);
    }
}

package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.AgentId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent that is active in a session.
 *
 * @param because why it is not ready
 * @param reason why it was added
 * @param estimatedGib memory that it was expected to need
 * @param cpus that it was expected to need
 * @param holdId of the sandbox that is kept for it; absent where it needs none
 */
public record ActiveAgent(
        String role,
        AgentId agentId,
        @Nullable String model,
        Status status,
        @Nullable String because,
        String reason,
        Instant addedAt,
        Instant lastUsedAt,
        @Nullable Duration readyIn,
        double estimatedGib,
        double cpus,
        @Nullable String holdId) {

    /** How it is. */
    public enum Status {
        STARTING,
        READY,
        FAILED
    }

    ActiveAgent ready(Duration in) {
        return with(Status.READY, null, lastUsedAt, readyIn == null ? in : readyIn);
    }

    ActiveAgent failed(String why) {
        return with(Status.FAILED, why, lastUsedAt, readyIn);
    }

    ActiveAgent used(Instant at) {
        return at.isAfter(lastUsedAt) ? with(status, because, at, readyIn) : this;
    }

    private ActiveAgent with(Status now, @Nullable String why, Instant used, @Nullable Duration took) {
        return new ActiveAgent(role, agentId, model, now, why, reason, addedAt, used, took, estimatedGib, cpus, holdId);
    }
}

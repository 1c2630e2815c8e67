package dev.signalbox.contracts.session;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as a client sees it now.
 *
 * @param status {@code active} or {@code ended}
 * @param reasoning why these agents, in words
 * @param agents the active ones, or those that were active when it ended; the leading one first
 * @param caps what it may have at once
 * @param estimated what its agents were expected to need
 * @param used what they hold, as measured
 * @param savings against running all roles
 * @param account its money
 * @param estimatedTime until the work is done
 * @param lastUsedAt when a task, message or change last came
 * @param timesOutAt when it ends if nothing comes
 * @param endReason why it ended
 */
public record SessionView(
        SessionId sessionId,
        TenantId tenant,
        String status,
        String taskDescription,
        NewSession.@Nullable Context context,
        TaskType taskType,
        Complexity complexity,
        String reasoning,
        List<Agent> agents,
        Caps caps,
        Estimate estimated,
        Used used,
        Savings savings,
        Account account,
        Duration estimatedTime,
        Instant createdAt,
        Instant lastUsedAt,
        Instant timesOutAt,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    /**
     * An agent of the session.
     *
     * @param role what it is in the team; for the shipped agents also its identifier
     * @param status {@code starting}, {@code ready} or {@code failed}
     * @param because why it is not ready
     * @param reason why it was added
     * @param readyIn from being added until it could work; absent before
     * @param estimatedGib memory that it was expected to need
     * @param usedGib memory that it holds, as measured last; 0 for an agent that needs no sandbox
     * @param shared whether other sessions use its sandbox as well
     */
    public record Agent(
            String role,
            AgentId agentId,
            @Nullable String model,
            String status,
            @Nullable String because,
            String reason,
            Instant addedAt,
            Instant lastUsedAt,
            @Nullable Duration readyIn,
            double estimatedGib,
            double usedGib,
            boolean shared) {}

    /** Limits of what may be active at once. */
    public record Caps(int agents, double memoryGib) {}

    /** Memory and processors. */
    public record Estimate(double memoryGib, double cpuCores) {}

    /**
     * What is held.
     *
     * @param memoryGib now, GiB
     * @param cpuSeconds since the beginning
     * @param conversationBytes that its agents remember
     * @param measuredAt when; absent before the first measurement
     */
    public record Used(
            double memoryGib,
            double cpuSeconds,
            long conversationBytes,
            @Nullable Instant measuredAt) {}

    /**
     * Against running every role there is for as long.
     *
     * @param roles how many there are
     * @param memoryGib less memory, GiB, by the estimates of the roles
     * @param percent of the memory of all roles that is not needed, 0 to 100
     */
    public record Savings(int roles, double memoryGib, double percent) {}

    /**
     * Money of a session. {@code spent + reserved} never exceeds the budget.
     *
     * @param budget the cap; absent where there is none
     * @param spent settled so far
     * @param reserved for what runs now
     * @param heldPerHour what its held sandboxes cost in an hour, as long as they do not rest; absent where none is held
     */
    public record Account(
            @Nullable Money budget,
            Money spent,
            Money reserved,
            @Nullable Money heldPerHour) {

        /** Of a session that holds nothing. */
        public Account(@Nullable Money budget, Money spent, Money reserved) {
            this(budget, spent, reserved, null);
        }
    }

    public SessionView {
        agents = List.copyOf(agents);
    }
}

package dev.signalbox.session.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.route.Route;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers of a session.
 *
 * @param key whose memory it is
 * @param at when it was last used
 */
public record Memory(Key key, Conversation conversation, Instant at) {

    /**
     * One agent in one session.
     *
     * @param agent empty for a model that works without an agent
     */
    public record Key(TenantId tenant, SessionId session, String agent) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.<Key, String>comparing(
                        key -> key.tenant().value())
                .thenComparing(key -> key.session().value())
                .thenComparing(Key::agent);

        /** The key of a route's agent; empty where there is no session, or where no model works. */
        public static Optional<Key> of(TenantId tenant, @Nullable SessionId session, Route route) {
            if (session == null || route.model() == null) {
                return Optional.empty();
            }
            AgentId agent = route.agent();
            return Optional.of(new Key(tenant, session, agent == null ? "" : agent.value()));
        }

        /** The key of the attempt's agent. */
        public static Optional<Key> of(ExecutionRequested execution) {
            return of(execution.tenant(), execution.sessionId(), execution.route());
        }

        /** One order for everybody: who locks in it waits for nobody who waits for him. */
        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Of two tasks of a session at once the one with more turns is remembered; of as many, the one that ended last. */
    public Memory or(Memory later) {
        return later.conversation.turnCount() >= conversation.turnCount() ? later : this;
    }
}

package dev.signalbox.session.app.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.TaskQueries;
import dev.signalbox.session.app.documents.EventListener;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what agents say to each other with the tool {@code message_agent}. A message to an agent that is not active is
 * only logged: the agent that sent it has gone on meanwhile.
 */
public final class RelayMessages implements EventListener {

    private static final System.Logger LOG = System.getLogger(RelayMessages.class.getName());
    private static final String TOOL = "message_agent";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TaskQueries tasks;
    private final StoredSessions sessions;
    private final SessionRules rules;

    public RelayMessages(TaskQueries tasks, StoredSessions sessions, SessionRules rules) {
        this.tasks = tasks;
        this.sessions = sessions;
        this.rules = rules;
    }

    @Override
    public boolean wants(Class<?> body, String key) {
        return body == TaskToolCalled.class;
    }

    @Override
    public void happened(String topic, Envelope envelope) {
        TaskToolCalled call = envelope.as(TaskToolCalled.class);
        if (!call.tool().equals(TOOL) || call.outcome() != ToolCalled.Outcome.SUCCEEDED) {
            return;
        }
        TaskView task = tasks.task(call.taskId()).await().atMost(PATIENCE);
        if (task == null || task.sessionId() == null) {
            return;
        }
        SessionDocument session = sessions.find(task.sessionId())
                .filter(found -> found.tenant().equals(task.tenant()))
                .orElse(null);
        if (session == null) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is no session whose agents have messages", task.sessionId());
            return;
        }
        JsonNode arguments = arguments(call);
        String from = sender(session, task.route());
        try {
            sessions.changed(
                    session.tenant(),
                    session.id(),
                    now -> current -> rules.relay(
                            current,
                            from,
                            arguments.path("to").asText(),
                            arguments.path("text").asText(),
                            call.at()));
        } catch (RefusedException e) {
            LOG.log(System.Logger.Level.INFO, "a message of {0} was not delivered: {1}", call.taskId(), e.getMessage());
        }
    }

    private static JsonNode arguments(TaskToolCalled call) {
        try {
            return Json.mapper().readTree(call.arguments());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the arguments of message_agent are no JSON", e);
        }
    }

    /** The role of the agent that worked on the task, if it is still active; nobody's message otherwise. */
    private static @Nullable String sender(SessionDocument session, @Nullable Route route) {
        return route == null || route.agent() == null
                ? null
                : session.agents().stream()
                        .filter(agent -> agent.agentId().equals(route.agent()))
                        .map(agent -> agent.role())
                        .findFirst()
                        .orElse(null);
    }
}

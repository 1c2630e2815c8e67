package dev.signalbox.executor.adapter.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.executor.app.agent.ModelException;
import dev.signalbox.executor.app.agent.ModelException.Kind;
import dev.signalbox.executor.app.agent.ModelListener;
import dev.signalbox.executor.app.agent.ModelProvider;
import dev.signalbox.executor.app.agent.ModelReply;
import dev.signalbox.executor.app.agent.ModelRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A provider that answers a POST with server-sent events. What is particular to it is below. */
abstract class StreamingProvider implements ModelProvider {

    /** The end of a stream that is said by a word and not by JSON. */
    private static final String DONE = "[DONE]";

    private final ModelHttp http;
    private final ModelHttp.Errors errors;
    private final List<Pattern> served;
    private final Set<String> ids;

    /** A reply while it comes. */
    interface Reply {

        /** Takes the next event. */
        void take(JsonNode event);

        /** Whether all of it is there. */
        boolean ended();

        /** What it has used so far. */
        TokenUsage tokens();

        ModelReply reply(@Nullable String requestId);
    }

    StreamingProvider(ProviderSettings settings, Map<String, String> headers, ModelHttp.Errors errors) {
        this.http = new ModelHttp(settings, headers);
        this.errors = errors;
        this.served = settings.patterns();
        this.ids = settings.ids();
    }

    @Override
    public final Set<String> models() {
        return ids;
    }

    @Override
    public final boolean serves(String model) {
        return served.stream().anyMatch(pattern -> pattern.matcher(model).matches());
    }

    /** Asks, and takes the beginning of the answer. */
    abstract ModelHttp.Answer ask(ModelHttp http, ModelRequest request) throws ModelException, InterruptedException;

    abstract Reply begin(ModelListener listener);

    /** The status that an event stands for when it is an error in the middle of the stream; 0 when it is none. */
    abstract int errorStatus(JsonNode event);

    @Override
    public final ModelReply call(ModelRequest request, ModelListener listener)
            throws ModelException, InterruptedException {
        try (ModelHttp.Answer answer = ask(http, request)) {
            Reply reply = begin(listener);
            try {
                read(new ServerSentEvents(answer.body()), reply, listener);
            } catch (InterruptedIOException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw new ModelException(Kind.UNAVAILABLE, "the answer broke off", null, reply.tokens(), e);
            }
            if (!reply.ended()) {
                throw new ModelException(Kind.UNAVAILABLE, "the answer broke off", null, reply.tokens(), null);
            }
            return reply.reply(answer.requestId());
        } catch (IOException e) {
            throw new ModelException(Kind.UNAVAILABLE, "the connection could not be closed", null, TokenUsage.NONE, e);
        }
    }

    private void read(ServerSentEvents events, Reply reply, ModelListener listener) throws IOException, ModelException {
        for (var event = events.next(); event != null; event = events.next()) {
            listener.alive();
            if (event.data().isEmpty()) {
                continue;
            }
            if (DONE.equals(event.data().strip())) {
                return;
            }
            JsonNode data = ModelHttp.json(event.data());
            int status = errorStatus(data);
            if (status != 0) {
                throw new ModelException(
                        errors.kind(status, data),
                        "error in the stream" + http.said(errors.message(data)),
                        null,
                        reply.tokens(),
                        null);
            }
            reply.take(data);
            if (endsWith(reply)) {
                return;
            }
        }
    }

    /** Whether nothing that counts comes after the end; elsewhere the usage follows it. */
    boolean endsWith(Reply reply) {
        return false;
    }
}

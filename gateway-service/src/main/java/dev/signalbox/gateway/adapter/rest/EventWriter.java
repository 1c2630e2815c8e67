package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.domain.SequencedEvent;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of events as server-sent events (WHATWG HTML, section 9.2), the next batch when the client has taken
 * the last. Lives on one event loop.
 */
final class EventWriter implements MultiSubscriber<List<SequencedEvent>> {

    private static final Logger LOG = Logger.getLogger(EventWriter.class);

    /** How long a client waits before it reconnects, and a first sign of life. */
    private static final String RETRY = "retry: 1000\n\n";

    private static final String KEEP_ALIVE = ":\n\n";

    private final HttpServerResponse response;
    private final Vertx vertx;
    private final long timer;
    private final @Nullable String traceId;
    private @Nullable Subscription subscription;
    private boolean over;

    EventWriter(RoutingContext context, Vertx vertx, Duration keepAlive) {
        this.response = context.response();
        this.vertx = vertx;
        this.traceId = Edge.traceId(context);
        this.timer = vertx.setPeriodic(keepAlive.toMillis(), id -> keepAlive());
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        response.closeHandler(closed -> stop());
        response.exceptionHandler(broken -> stop());
        if (response.closed()) {
            stop();
            return;
        }
        response.write(RETRY);
        given.request(1);
    }

    @Override
    public void onItem(List<SequencedEvent> events) {
        if (over) {
            return;
        }
        StringBuilder text = new StringBuilder(events.size() * 256);
        events.forEach(event -> append(text, event));
        response.write(Buffer.buffer(text.toString()));
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> more());
        } else {
            more();
        }
    }

    private void more() {
        Subscription events = subscription;
        if (events != null && !over) {
            events.request(1);
        }
    }

    static void append(StringBuilder text, SequencedEvent event) {
        text.append("id: ").append(event.sequence()).append("\nevent: ").append(event.type());
        for (String line : event.data().split("\r\n|\r|\n", -1)) {
            text.append("\ndata: ").append(line);
        }
        text.append("\n\n");
    }

    @Override
    public void onFailure(Throwable failure) {
        LOG.errorf(failure, "traceId=%s an event stream broke off", traceId);
        if (!over) {
            stop();
            response.reset();
        }
    }

    @Override
    public void onCompletion() {
        if (!over) {
            stop();
            response.end();
        }
    }

    private void keepAlive() {
        if (!over && !response.writeQueueFull()) {
            response.write(KEEP_ALIVE);
        }
    }

    private void stop() {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}

package dev.signalbox.benchmarks.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Submits over HTTP and waits for the answer that brings the end: {@code POST /v1/tasks} with {@code Prefer: wait}.
 * Connections are kept; one event loop serves them all.
 */
final class RestTarget implements Target {

    /** As many as the open loop may need when the stack falls behind; what waits for one waits in its latency. */
    private static final int MOST_CONNECTIONS = 1024;

    private static final String WAIT_SECONDS = "30";
    private static final int IDLE_SECONDS = 35;
    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions request;
    private final Buffer body;
    private final AnswerReader reader;
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();

    /** Takes what an answer says. */
    @FunctionalInterface
    interface AnswerReader {
        Answer read(byte[] body);
    }

    /**
     * What an answer with status 200 says.
     *
     * @param taskId absent where there is nothing to audit
     */
    record Answer(@Nullable String taskId, Outcome outcome) {}

    RestTarget(String host, int port, String body, @Nullable String apiKey, AnswerReader reader) {
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setKeepAlive(true)
                .setTcpNoDelay(true)
                .setConnectTimeout(5_000)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(host)
                .setPort(port)
                .setURI("/v1/tasks")
                .putHeader("content-type", "application/json")
                .putHeader("prefer", "wait=" + WAIT_SECONDS);
        if (apiKey != null) {
            request.putHeader("authorization", "Bearer " + apiKey);
        }
        this.body = Buffer.buffer(body);
        this.reader = reader;
    }

    @Override
    public void submit(Ending ending) {
        client.request(request)
                .compose(sending -> sending.send(body))
                .compose(response -> response.body().map(content -> outcome(response.statusCode(), content.getBytes())))
                .onComplete(result -> ending.ended(
                        result.succeeded() ? result.result() : Outcome.failed(String.valueOf(result.cause()))));
    }

    private Outcome outcome(int status, byte[] content) {
        if (status != OK) {
            return Outcome.failed("HTTP " + status);
        }
        Answer answer = reader.read(content);
        if (answer.taskId() != null) {
            accepted.add(answer.taskId());
        }
        return answer.outcome();
    }

    @Override
    public Collection<String> accepted() {
        return accepted;
    }

    @Override
    public void close() {
        client.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
    }
}

package dev.signalbox.contracts.problem;

import java.net.URI;
import java.util.Map;

/** Every kind of problem that Signalbox reports. The type URI is {@code urn:signalbox:problem:<slug>}. */
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", "The request could not be read", 400),
    INVALID_PARAMETER("invalid-parameter", "A query parameter is unknown or malformed", 400),
    UNAUTHORISED("unauthorised", "A valid API key is needed", 401),
    FORBIDDEN("forbidden", "Not allowed", 403),
    NOT_FOUND("not-found", "There is no such thing", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", "The method is not allowed here", 405),
    NOT_ACCEPTABLE("not-acceptable", "None of the accepted media types is available", 406),
    CONFLICT("conflict", "The state does not allow this", 409),
    PRECONDITION_FAILED("precondition-failed", "It was changed since it was read", 412),
    TOO_LARGE("too-large", "The content is too large", 413),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", "The media type is not supported", 415),
    INVALID_TASK("invalid-task", "The task is not valid", 422),
    INVALID_REQUEST("invalid-request", "The request is not valid", 422),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", "The idempotency key was used with another body", 422),
    TOO_MANY_REQUESTS("too-many-requests", "Too many requests", 429),
    INTERNAL("internal", "Something failed on our side", 500),
    UNAVAILABLE("unavailable", "A part that is needed is not reachable", 503),

    NO_MODEL_PROVIDER("no-model-provider", "No model provider is configured", 422),
    NO_AGENT("no-agent", "No agent can do the task", 422),
    APPROVAL_REFUSED("approval-refused", "A human refused it", 403),
    APPROVAL_EXPIRED("approval-expired", "Nobody decided in time", 408),
    BUDGET_EXCEEDED("budget-exceeded", "The budget does not allow it", 402),
    SESSION_ENDED("session-ended", "The session has ended", 409),
    AGENT_NOT_ACTIVE("agent-not-active", "The agent is not active in the session", 409),
    LIMIT_REACHED("limit-reached", "There are as many as there may be", 409),
    NO_ROUTE("no-route", "No route can run the task", 422),
    EXIT_CODE("exit-code", "The program ended with an error", 422),
    TIMED_OUT("timed-out", "The task ran longer than it was allowed to", 422),
    RESOURCE_LIMIT("resource-limit", "The task used more than its tier gives", 422),
    ISOLATION_UNAVAILABLE("isolation-unavailable", "The machine cannot isolate untrusted code", 503),
    BACKEND_FAILED("backend-failed", "The backend could not run the task", 503),
    MODEL_FAILED("model-failed", "The model provider could not answer", 503),
    AGENT_LIMIT("agent-limit", "The agent reached its limit", 422),
    INVALID_ANSWER("invalid-answer", "The agent's answer does not fit the schema", 422),
    MODEL_REFUSED("model-refused", "The model refused to answer", 422),
    WORKER_LOST("worker-lost", "The worker that ran the task disappeared", 503),
    CANCELLED("cancelled", "The task was cancelled", 409);

    private final URI uri;
    private final String title;
    private final int status;

    ProblemType(String slug, String title, int status) {
        this.uri = URI.create("urn:signalbox:problem:" + slug);
        this.title = title;
        this.status = status;
    }

    public URI uri() {
        return uri;
    }

    public String title() {
        return title;
    }

    public int status() {
        return status;
    }

    /** An occurrence, told in words. */
    public Problem because(String detail) {
        return because(detail, Map.of());
    }

    /** An occurrence with further members. */
    public Problem because(String detail, Map<String, String> extensions) {
        return new Problem(uri, title, status, detail, null, extensions);
    }
}

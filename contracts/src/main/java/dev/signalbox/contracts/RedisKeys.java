package dev.signalbox.contracts;

/**
 * Names of what lies in Redis. All of it can be lost: it is made again from the log and PostgreSQL.
 */
public final class RedisKeys {

    /** Set when the projection of {@code task-events} is complete; missing after Redis lost its data. */
    public static final String PROJECTION_MARK = "signalbox:projection";

    /** Pattern of everything that is kept of tasks. */
    public static final String ALL_TASKS = "signalbox:task:*";

    /** Field of a stream entry: the short name of the event, such as {@code TaskStarted}. */
    public static final String EVENT_TYPE = "type";

    /** Field of a stream entry: the event as JSON. */
    public static final String EVENT_DATA = "data";

    /** Field of a conversation: how often a person's message was answered. */
    public static final String CONVERSATION_TURNS = "turnCount";

    /** Field of a conversation: when a task used it last, ISO 8601. */
    public static final String CONVERSATION_USED = "lastUsedAt";

    private RedisKeys() {}

    /**
     * Stream of a task's events. The entry of the event at offset {@code o} of {@code task-events} has the id
     * {@code (o+1)-0}; {@code o+1} is the event's sequence, which clients see as SSE id. Adding an event twice
     * therefore changes nothing.
     */
    public static String taskEvents(TaskId taskId) {
        return "signalbox:task:" + taskId + ":events";
    }

    /** Hash of a task's hot state: {@code status}, {@code attempt}, {@code updatedAt}, {@code sequence}. */
    public static String taskState(TaskId taskId) {
        return "signalbox:task:" + taskId;
    }

    /**
     * Hash of what an agent remembers of a session: {@link #CONVERSATION_TURNS}, {@link #CONVERSATION_USED}. The
     * conversation itself is in PostgreSQL; what Redis lost comes back when it is used again.
     *
     * @param agent empty for a model that works without an agent
     */
    public static String conversation(TenantId tenant, SessionId session, String agent) {
        return "signalbox:conversation:" + tenant + ":" + session + ":" + agent;
    }

    /** Set by the gateway when it accepted a task, so that it is known before session-service has read it. */
    public static String accepted(TaskId taskId) {
        return "signalbox:accepted:" + taskId;
    }

    /** What an idempotency key of a tenant was used for: {@code <task id> <fingerprint of the body>}. */
    public static String idempotency(TenantId tenant, String key) {
        return "signalbox:idempotency:" + tenant + ":" + key;
    }
}

package dev.signalbox.sandbox;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose a sandbox is. Providers keep it as text with the sandbox.
 *
 * @param installation which Signalbox; one never touches the sandboxes of another
 * @param backend name of the backend
 * @param worker which executor instance made it
 * @param tier name of its size
 * @param owner the attempt that it is for; absent while it waits in a pool or is held
 * @param hold the hold of a session that it is for; absent where there is none
 */
public record SandboxLabels(
        String installation,
        String backend,
        String worker,
        String tier,
        @Nullable Owner owner,
        @Nullable String hold) {

    /** For an attempt or a pool. */
    public SandboxLabels(String installation, String backend, String worker, String tier, @Nullable Owner owner) {
        this(installation, backend, worker, tier, owner, null);
    }

    /**
     * An attempt.
     *
     * @param epoch how often it was delivered, from 1
     */
    public record Owner(TenantId tenant, TaskId taskId, int attempt, int epoch) {}

    public static final String INSTALLATION = "signalbox-installation";
    private static final String BACKEND = "signalbox-backend";
    private static final String WORKER = "signalbox-worker";
    private static final String TIER = "signalbox-tier";
    private static final String TENANT = "signalbox-tenant";
    private static final String TASK = "signalbox-task";
    private static final String ATTEMPT = "signalbox-attempt";
    private static final String EPOCH = "signalbox-epoch";
    private static final String HOLD = "signalbox-hold";

    /** One name for the sandbox: {@code tenant~task~attempt~epoch}, {@code hold~worker~hold}, or {@code pool~worker}. */
    public String text() {
        if (hold != null) {
            return "hold~" + worker + "~" + hold;
        }
        return owner == null
                ? "pool~" + worker
                : owner.tenant() + "~" + owner.taskId() + "~" + owner.attempt() + "~" + owner.epoch();
    }

    /** As the provider keeps it. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(INSTALLATION, installation);
        map.put(BACKEND, backend);
        map.put(WORKER, worker);
        map.put(TIER, tier);
        if (owner != null) {
            map.put(TENANT, owner.tenant().value());
            map.put(TASK, owner.taskId().value());
            map.put(ATTEMPT, Integer.toString(owner.attempt()));
            map.put(EPOCH, Integer.toString(owner.epoch()));
        }
        if (hold != null) {
            map.put(HOLD, hold);
        }
        return map;
    }

    /** From what a provider keeps; empty when it is not of Signalbox. */
    public static Optional<SandboxLabels> of(Map<String, String> map) {
        String installation = map.get(INSTALLATION);
        if (installation == null) {
            return Optional.empty();
        }
        return Optional.of(new SandboxLabels(
                installation,
                map.getOrDefault(BACKEND, ""),
                map.getOrDefault(WORKER, ""),
                map.getOrDefault(TIER, ""),
                owner(map),
                map.get(HOLD)));
    }

    private static @Nullable Owner owner(Map<String, String> map) {
        String tenant = map.get(TENANT);
        String task = map.get(TASK);
        String attempt = map.get(ATTEMPT);
        String epoch = map.get(EPOCH);
        if (tenant == null || task == null || attempt == null || epoch == null) {
            return null;
        }
        try {
            return new Owner(
                    new TenantId(tenant), new TaskId(task), Integer.parseInt(attempt), Integer.parseInt(epoch));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

package dev.signalbox.contracts.sandbox;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker is about to create a sandbox, or has taken one from its pool. On {@code sandboxes} (compacted), keyed by
 * {@code <backend>~<label>}; durable before the sandbox is created. A tombstone says that it was removed.
 *
 * @param backend where
 * @param worker who answers for it
 * @param tenant whose task it is for
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch the delivery of the attempt
 * @param sandboxId the provider's name for it, where it was known already
 * @param deadline after this nobody needs it
 * @param at when
 */
public record SandboxIntended(
        String backend,
        String worker,
        TenantId tenant,
        TaskId taskId,
        int attempt,
        int epoch,
        @Nullable String sandboxId,
        Instant deadline,
        Instant at) {}

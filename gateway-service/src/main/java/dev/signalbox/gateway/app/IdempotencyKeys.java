package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.gateway.domain.IdempotencyKey;
import io.smallrye.mutiny.Uni;

/** What idempotency keys were used for in the last 24 hours. */
public interface IdempotencyKeys {

    /**
     * A use of a key.
     *
     * @param taskId the task it stands for
     * @param fingerprint SHA-256 of the body's canonical form, in hexadecimal
     */
    record Use(TaskId taskId, String fingerprint) {}

    /**
     * What came of a claim.
     *
     * @param use the first use of the key: this one or an earlier one
     * @param earlier whether it was an earlier one
     */
    record Claim(Use use, boolean earlier) {}

    /**
     * Claims the key for a use, unless it has one. Of concurrent claims one wins and all see its use. Never fails:
     * where the memory is not reachable the claim counts as the first.
     */
    Uni<Claim> claim(TenantId tenant, IdempotencyKey key, Use use);
}

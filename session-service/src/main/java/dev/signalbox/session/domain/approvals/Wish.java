package dev.signalbox.session.domain.approvals;

import dev.signalbox.contracts.approval.ApprovalScope;
import org.jspecify.annotations.Nullable;

/**
 * What a human decides.
 *
 * @param grant whether it is granted
 * @param scope how far the grant reaches; the usual one when absent
 * @param comment what they say
 * @param hash of the details that they saw; not compared when absent
 * @param by who
 */
public record Wish(
        boolean grant,
        @Nullable ApprovalScope scope,
        @Nullable String comment,
        @Nullable String hash,
        String by) {}

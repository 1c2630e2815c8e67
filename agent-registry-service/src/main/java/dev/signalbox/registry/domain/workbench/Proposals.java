package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.registry.domain.AgentEnvironment;
import dev.signalbox.registry.domain.AgentSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Agents of proposals that a human granted for good. */
public final class Proposals {

    private static final int SLUG_CHARACTERS = 40;

    private Proposals() {}

    /** What the proposal says, as a specification; tools that there are not are left out. */
    public static AgentSpec spec(AgentProposal proposal) {
        return new AgentSpec(
                slug(proposal.role()),
                proposal.name(),
                proposal.because().isBlank() ? proposal.name() : proposal.because(),
                proposal.skills().stream().distinct().toList(),
                proposal.tools().stream()
                        .distinct()
                        .filter(ValidateStep.TOOLS::contains)
                        .toList(),
                proposal.systemPrompt(),
                proposal.model(),
                Map.of(),
                null,
                null,
                AgentEnvironment.ANY,
                List.of());
    }

    /** What the agent is called when nobody is called so yet. */
    public static String name(AgentProposal proposal) {
        return slug(proposal.role());
    }

    /** What it is called when somebody is. */
    public static String furtherName(AgentProposal proposal, ApprovalId approval) {
        return slug(proposal.role()) + "-"
                + Integer.toHexString(approval.value().hashCode());
    }

    private static String slug(String text) {
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return slug.isEmpty() ? "agent" : slug.substring(0, Math.min(SLUG_CHARACTERS, slug.length()));
    }
}

package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;

/** Where an agent's sandbox is kept ready. */
public record Place(
        String holdId,
        boolean shared,
        AgentId agentId,
        String backend,
        String tier,
        Resources resources,
        Rates rates) {}

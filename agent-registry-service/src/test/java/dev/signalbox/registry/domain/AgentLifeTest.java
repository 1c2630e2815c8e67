package dev.signalbox.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.contracts.AgentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentLifeTest {

    private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");
    private static final AgentSpec SPEC =
            new AgentSpec("tester", "Tester", "tests", List.of(), List.of(), "You test.", null, Map.of());
    private static final AgentId ID = new AgentId("tester");

    @Test
    void newAgentIsADraft() {
        assertThat(AgentLife.created()).isEqualTo(new AgentLife.Draft(1));
        assertThat(AgentLife.created().deployedVersion()).isNull();
    }

    @Test
    void newVersionLeavesTheDeployedOneOnDuty() {
        AgentLife life = AgentLife.created().deployed(1).revised();

        assertThat(life).isEqualTo(new AgentLife.Deployed(2, 1));
    }

    @Test
    void olderVersionCanBeDeployedAgain() {
        assertThat(new AgentLife.Deployed(3, 3).deployed(1)).isEqualTo(new AgentLife.Deployed(3, 1));
    }

    @Test
    void versionThatDoesNotExistCannotBeDeployed() {
        AgentLife life = AgentLife.created();

        assertThatIllegalArgumentException().isThrownBy(() -> life.deployed(2));
        assertThatIllegalArgumentException().isThrownBy(() -> life.deployed(0));
    }

    @Test
    void retiredAgentBecomesADraftWithItsNextVersionAndCanBeDeployedAgain() {
        AgentLife.Retired retired = new AgentLife.Deployed(2, 2).retired();

        assertThat(retired.revised()).isEqualTo(new AgentLife.Draft(3));
        assertThat(retired.deployed(1)).isEqualTo(new AgentLife.Deployed(2, 1));
    }

    @Test
    void whatWasStoredIsPutTogetherAgain() {
        for (AgentLife life : List.of(new AgentLife.Draft(2), new AgentLife.Deployed(4, 3), new AgentLife.Retired(5))) {
            assertThat(AgentLife.of(life.status(), life.latestVersion(), life.deployedVersion()))
                    .isEqualTo(life);
        }
    }

    @Test
    void shippedAgentIsOnDutyAndFollowsNewerEditions() {
        Agent shipped = Agent.ship(ID, SPEC, 1, THEN);
        Agent next = shipped.reship(SPEC, 2, NOW);

        assertThat(shipped.life()).isEqualTo(new AgentLife.Deployed(1, 1));
        assertThat(next.life()).isEqualTo(new AgentLife.Deployed(2, 2));
        assertThat(next.catalogueRevision()).isEqualTo(2);
        assertThat(next.revision()).isEqualTo(shipped.revision() + 1);
    }

    @Test
    void anyChangeByAClientEndsTheTieToTheShippedData() {
        Agent shipped = Agent.ship(ID, SPEC, 1, THEN);

        assertThat(shipped.revise(Agent.Made.byClient(SPEC, null, null), NOW).catalogueRevision())
                .isNull();
        assertThat(shipped.retired(new AgentLife.Retired(1), NOW).catalogueRevision())
                .isNull();
    }

    @Test
    void announcementIsNamedAfterAgentAndVersion() {
        Agent agent = Agent.ship(ID, SPEC, 1, THEN).revise(Agent.Made.byClient(SPEC, null, null), NOW);

        assertThat(Announcement.deployed(agent.announcement(NOW), null, NOW).eventId())
                .isEqualTo("tester:2");
        assertThat(Announcement.retired(agent, null, NOW).body()).isNull();
    }
}

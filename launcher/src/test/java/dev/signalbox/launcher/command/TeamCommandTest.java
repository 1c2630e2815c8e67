package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeamCommandTest {

    @Test
    void tellsEveryMemberTheSumTheTimeAndWhy() {
        TeamRecommendation team = new TeamRecommendation(
                List.of(
                        new TeamRecommendation.Member("senior_developer", 6, 2, "writes the code"),
                        new TeamRecommendation.Member("test_lead", 4, 2, "proves that it works")),
                10,
                4,
                Duration.ofMinutes(72),
                Complexity.MEDIUM,
                TaskType.BUG_FIX,
                "Because.");

        assertThat(TeamCommand.words(team)).isEqualTo("""
                  senior_developer    6.0 GiB  2.0 CPUs  writes the code
                  test_lead           4.0 GiB  2.0 CPUs  proves that it works
                  together           10.0 GiB  4.0 CPUs  about 1 h 12 min
                Because.
                """);
    }
}

package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.router.adapter.yaml.TeamsFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TeamRecommenderTest {

    private static final Map<Complexity, double[]> CAPS = Map.of(
            Complexity.LOW, new double[] {2, 10},
            Complexity.MEDIUM, new double[] {4, 25},
            Complexity.HIGH, new double[] {6, 40},
            Complexity.VERY_HIGH, new double[] {9, 50});

    private final TeamRecommender recommender = new TeamRecommender(TeamsFile.read(Optional.empty()));

    @Test
    void aTypoIsFixedByOneSeniorDeveloperWhateverWasLearnt() {
        for (TaskType type : TaskType.values()) {
            for (Complexity complexity : Complexity.values()) {
                assertThat(roles(recommender.recommend("Fix typo in README", type, complexity)))
                        .containsExactly("senior_developer");
            }
        }
    }

    @Test
    void aRecommendationTellsWhatTheComplexityAllowsAndOnRequestEveryRole() {
        TeamRecommendation team = recommender.recommend("Fix typo in README", TaskType.GENERAL, Complexity.HIGH);

        assertThat(team.maximumMembers()).isEqualTo(2);
        assertThat(team.maximumMemoryGib()).isEqualTo(10);
        assertThat(team.roles()).isEmpty();
        assertThat(recommender.withRoles(team).roles())
                .hasSize(9)
                .extracting(TeamRecommendation.Member::role)
                .isSorted();
    }

    @Test
    void userAuthenticationIsBuiltByProductManagerArchitectDeveloperAndTestLead() {
        for (TaskType type : TaskType.values()) {
            for (Complexity complexity : Complexity.values()) {
                assertThat(roles(recommender.recommend("Add user authentication feature", type, complexity)))
                        .containsExactly("product_manager", "senior_architect", "senior_developer", "test_lead");
            }
        }
    }

    @Test
    void aRoadmapWithBudgetIsPlannedByChiefExecutiveProductManagerAndOperations() {
        for (TaskType type : TaskType.values()) {
            for (Complexity complexity : Complexity.values()) {
                assertThat(roles(recommender.recommend("Plan Q2 roadmap and budget allocation", type, complexity)))
                        .containsExactly("ceo", "product_manager", "operations_head");
            }
        }
    }

    @Test
    void withoutPlainWordsTheProfileDecides() {
        TeamRecommendation team = recommender.recommend(
                "The orders arrive twice when the queue is restarted", TaskType.BUG_FIX, Complexity.MEDIUM);

        assertThat(roles(team)).containsExactly("senior_developer", "test_lead");
        assertThat(team.taskType()).isEqualTo(TaskType.BUG_FIX);
        assertThat(team.complexity()).isEqualTo(Complexity.MEDIUM);
    }

    @Test
    void someWordsCountOnlyWhereTheTaskBeginsWithThem() {
        assertThat(recommender
                        .recommend(" Deploy the service to the cluster", TaskType.ARCHITECTURE, Complexity.MEDIUM)
                        .taskType())
                .isEqualTo(TaskType.DEPLOYMENT);
        assertThat(recommender
                        .recommend("It breaks after we deploy the service", TaskType.BUG_FIX, Complexity.MEDIUM)
                        .taskType())
                .isEqualTo(TaskType.BUG_FIX);
    }

    @Test
    void aLongTextIsNotDecidedByAWordInIt() {
        String text =
                "There is a typo in the third paragraph of the specification, but what matters is that the whole of"
                        + " the import has to be rebuilt around the new message format";

        assertThat(recommender
                        .recommend(text, TaskType.REFACTORING, Complexity.HIGH)
                        .complexity())
                .isEqualTo(Complexity.HIGH);
    }

    @Test
    void noTeamIsAboveTheCapsOfItsComplexityOrEmptyOrNamesARoleTwice() {
        Random random = new Random(20261121);
        String[] words = {"fix", "typo", "plan", "roadmap", "authentication", "add user", "rewrite", "the", "page", ""};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(8); k > 0; k--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            TaskType type = TaskType.values()[random.nextInt(TaskType.values().length)];
            Complexity complexity = Complexity.values()[random.nextInt(Complexity.values().length)];

            TeamRecommendation team = recommender.recommend(text.toString(), type, complexity);

            double[] caps = CAPS.get(team.complexity());
            assertThat(team.members()).hasSizeBetween(1, (int) caps[0]);
            assertThat(roles(team)).doesNotHaveDuplicates();
            assertThat(team.memoryGib()).isLessThanOrEqualTo(caps[1]).isPositive();
            assertThat(team.memoryGib())
                    .isEqualTo(team.members().stream()
                            .mapToDouble(TeamRecommendation.Member::memoryGib)
                            .sum());
            assertThat(team.estimatedTime()).isPositive();
            assertThat(recommender.recommend(text.toString(), type, complexity)).isEqualTo(team);
        }
    }

    @Test
    void theReasoningNamesTheKindOfWorkTheRolesAndTheLimits() {
        TeamRecommendation team =
                recommender.recommend("Plan Q2 roadmap and budget allocation", TaskType.GENERAL, Complexity.LOW);

        assertThat(team.reasoning())
                .isEqualTo(
                        "Strategic planning of medium complexity (it says \"roadmap\"): ceo leads and sets the goal and"
                                + " decides between options; product manager says what is wanted and what counts as done;"
                                + " operations head plans resources, money, release and operation. 3 of at most 4 members, 13 of"
                                + " 25 GiB.");
    }

    private static List<String> roles(TeamRecommendation team) {
        return team.members().stream().map(TeamRecommendation.Member::role).toList();
    }
}

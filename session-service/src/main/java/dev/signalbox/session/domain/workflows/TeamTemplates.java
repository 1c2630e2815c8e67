package dev.signalbox.session.domain.workflows;

import dev.signalbox.session.domain.workflows.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Teams for where there is no model to make them: an agent for each name in the plan. */
final class TeamTemplates {

    private static final List<String> FILES = List.of("read_file", "write_file", "edit_file", "list_files");
    private static final List<String> CODE =
            List.of("read_file", "write_file", "edit_file", "list_files", "search_code", "run_command");
    private static final List<String> SEARCH = List.of("web_fetch", "read_file", "write_file", "list_files");

    /** A kind of specialist and the words of names that it is known by. */
    private record Kind(String words, String type, List<String> skills, List<String> tools, String model) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("frontend|react|ui|visual|design(?!er of)", "frontend", List.of("react", "css"), CODE, "sonnet"),
            new Kind("api|backend|developer|engineer of", "backend", List.of("http apis", "python"), CODE, "sonnet"),
            new Kind("database|data engineer", "data", List.of("sql", "data modelling"), CODE, "sonnet"),
            new Kind("data|scientist|analyst", "analysis", List.of("statistics", "python"), CODE, "sonnet"),
            new Kind("test|quality|check", "testing", List.of("test automation"), CODE, "sonnet"),
            new Kind("devops|operation|deploy", "operations", List.of("docker", "shell"), CODE, "haiku"),
            new Kind("security|audit", "security", List.of("security review"), CODE, "sonnet"),
            new Kind("architect|lead|planner", "architecture", List.of("architecture"), FILES, "sonnet"),
            new Kind("research|sceptic", "research", List.of("research"), SEARCH, "sonnet"),
            new Kind("writer|editor|document", "documentation", List.of("technical writing"), FILES, "haiku"));

    private static final Kind GENERAL = new Kind("", "general", List.of("general work"), CODE, "sonnet");

    private TeamTemplates() {}

    static Team forPlan(Plan plan) {
        List<TeamAgent> agents = new ArrayList<>();
        List<Team.Assignment> assignments = new ArrayList<>();
        for (String name : plan.agents()) {
            Kind kind = kind(name);
            List<PlannedStep> steps = plan.steps().stream()
                    .filter(step -> name.equals(step.agent()))
                    .toList();
            agents.add(new TeamAgent(
                    name,
                    kind.type(),
                    "You are the " + name + " of a team. You do your own steps and nothing else, build on what the"
                            + " others left in the working folder, write your results as files there, and say in a few"
                            + " sentences what you did and what is open.",
                    kind.skills(),
                    kind.tools(),
                    kind.model()));
            assignments.add(new Team.Assignment(
                    name, steps.stream().map(PlannedStep::name).toList()));
        }
        return new Team(agents, assignments);
    }

    private static Kind kind(String name) {
        String low = name.toLowerCase(Locale.ROOT);
        return KINDS.stream()
                .filter(kind -> java.util.regex.Pattern.compile(kind.words())
                        .matcher(low)
                        .find())
                .findFirst()
                .orElse(GENERAL);
    }
}

package dev.signalbox.executor.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.executor.Requests;
import dev.signalbox.sandbox.Language;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Set<Language> ALL = EnumSet.allOf(Language.class);

    private static Plan.Run run(Requests requests) {
        return (Plan.Run) Planner.plan(requests.spec(), ALL);
    }

    private static Plan.Refuse refuse(TaskSpec task, Set<Language> languages) {
        return (Plan.Refuse) Planner.plan(task, languages);
    }

    @Test
    void aCommandIsOneStepBesideTheFiles() {
        Plan.Run plan = run(Requests.command("make").arguments("all").file("Makefile", "all:"));

        assertThat(plan.steps()).containsExactly(new Plan.CommandLine("make", List.of("all")));
        assertThat(plan.files()).containsOnlyKeys("Makefile");
    }

    @Test
    void eachSnippetIsAFileAndAStep() {
        Plan.Run plan = run(Requests.code("python", "a = 1", "b = 2").arguments("x"));

        assertThat(plan.files()).containsOnlyKeys("snippet-1.py", "snippet-2.py");
        assertThat(plan.steps())
                .containsExactly(
                        new Plan.Script(Language.PYTHON, "snippet-1.py", List.of("x")),
                        new Plan.Script(Language.PYTHON, "snippet-2.py", List.of("x")));
    }

    @Test
    void aSnippetTakesNoNameOfAFile() {
        assertThat(run(Requests.bash("ls").file("snippet-1.sh", "mine")).files())
                .containsOnlyKeys("snippet-1.sh", "snippet-1_.sh");
        assertThat(run(Requests.bash("ls").file("snippet-1.sh/x", "mine")).files())
                .containsOnlyKeys("snippet-1.sh/x", "snippet-1_.sh");
    }

    @Test
    void javaLiesWhereItsPackageAndClassSay() {
        assertThat(run(Requests.code("java", "package a.b;\npublic final class Tool {}"))
                        .files())
                .containsOnlyKeys("a/b/Tool.java");
        assertThat(run(Requests.code("java", "class X {}")).files()).containsOnlyKeys("Snippet1.java");
    }

    @Test
    void ecmaScriptModulesAreNamedAsSuch() {
        assertThat(run(Requests.code("javascript", "import fs from 'fs'")).files())
                .containsOnlyKeys("snippet-1.mjs");
        assertThat(run(Requests.code("javascript", "const fs = require('fs')")).files())
                .containsOnlyKeys("snippet-1.js");
    }

    @Test
    void aPromptAloneIsRefused() {
        assertThat(refuse(TaskSpec.ofPrompt("write a poem"), ALL).problem().type())
                .isEqualTo(ProblemType.NO_MODEL_PROVIDER.uri());
    }

    @Test
    void aMissingInterpreterIsNamedWithThoseThatAreThere() {
        assertThat(refuse(TaskSpec.ofCode("java", "class X {}"), EnumSet.of(Language.BASH, Language.PYTHON))
                        .problem()
                        .detail())
                .contains("java")
                .contains("bash, python");
    }

    @Test
    void whatTheEdgeWouldRefuseIsRefusedHereToo() {
        assertThat(refuse(Requests.bash("ls").file("../x", "").spec(), ALL)
                        .problem()
                        .type())
                .isEqualTo(ProblemType.INVALID_TASK.uri());
        assertThat(refuse(Requests.bash("ls").file("a", "").file("a/b/c", "").spec(), ALL)
                        .problem()
                        .detail())
                .contains("a is a file and a folder");
    }
}

package dev.signalbox.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.gateway.domain.AuditedActs.Act;
import dev.signalbox.gateway.domain.AuditedActs.Details;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditedActsTest {

    /** In docs/operations/audit.md: change nothing, or stand in the trail by the task's own record. */
    private static final Set<String> NOT_RECORDED =
            Set.of("POST /v1/tasks", "POST /v1/routes", "POST /v1/team-recommendations", "POST /v1/agents/matches");

    /** Whoever adds an operation gives its act a name. */
    @Test
    void everyOperationThatMayChangeSomethingHasAName() throws IOException {
        Set<String> unnamed = new TreeSet<>();
        Set<String> unrecorded = new TreeSet<>();
        int operations = 0;
        String path = "";
        for (String line : openApi()) {
            if (line.matches(" {2}/\\S*:")) {
                path = line.strip().replaceAll(":$", "").replaceAll("\\{[a-z]+}", "x");
            } else if (line.matches(" {4}(post|put|patch|delete):") && path.startsWith("/v1")) {
                operations++;
                String operation = line.strip().replace(":", "").toUpperCase(java.util.Locale.ROOT) + " " + path;
                AuditedActs.of(operation.substring(0, operation.indexOf(' ')), path)
                        .ifPresentOrElse(
                                act -> {
                                    if (act.action().equals(AuditedActs.UNLISTED)) {
                                        unnamed.add(operation);
                                    }
                                },
                                () -> unrecorded.add(operation));
            }
        }
        assertThat(operations).isGreaterThan(30);
        assertThat(unnamed).isEmpty();
        assertThat(unrecorded).containsExactlyInAnyOrderElementsOf(NOT_RECORDED);
    }

    private static List<String> openApi() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                AuditedActsTest.class.getResourceAsStream("/META-INF/openapi.yaml"), "openapi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors.toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/tasks/t-1/cancel, task.cancel, task, t-1",
        "PUT, /v1/policies/careful, policy.put, policy, careful",
        "POST, /v1/agents, agent.create, agent,",
        "POST, /v1/agents/dev/deploy, agent.deploy, agent, dev",
        "DELETE, /v1/sessions/s-1/agents/lead, session.agent.remove, session, s-1",
        "POST, /v1/approvals/proposals, approval.propose, approval,",
        "POST, /v1//approvals/a-1/decision/, approval.decide, approval, a-1",
        "POST, /v1/approvals/proposal%3Aa-1/decision, approval.decide, approval, proposal:a-1",
        "POST, /v1/approvals/my%20password/decision, approval.decide, approval,",
        "POST, /v1/approvals/%zz/decision, approval.decide, approval,",
        "POST, /v1/dead-letters/replay, dead-letter.replay, dead-letter,",
        "GET, /v1/dead-letters/x-0-1, dead-letter.read, dead-letter, x-0-1",
        "GET, /v1/audit/export, audit.export, audit,",
        "PATCH, /v1/whatever/comes, unlisted,,",
    })
    void namesWhatIsAskedFor(String method, String path, String action, String type, String subject) {
        assertThat(AuditedActs.of(method, path)).hasValueSatisfying(act -> {
            assertThat(act.action()).isEqualTo(action);
            assertThat(act.subjectType()).isEqualTo(type);
            assertThat(act.subjectId()).isEqualTo(subject);
        });
    }

    @Test
    void readingIsNotRecorded() {
        assertThat(AuditedActs.of("GET", "/v1/tasks/t-1")).isEmpty();
        assertThat(AuditedActs.of("HEAD", "/v1/audit/export")).isEmpty();
        assertThat(AuditedActs.refused("GET", "/v1/tasks/t-1")).isEqualTo("read");
        assertThat(AuditedActs.refused("POST", "/v1/tasks")).isEqualTo("task.submit");
        assertThat(AuditedActs.refused("POST", "/mcp")).isEqualTo("mcp");
    }

    /** A short text of a person can be guessed from its hash, and a choice may be anything that was written there. */
    @Test
    void recordsOfABodyOnlyWhatCannotTellASecret() {
        Act decision = AuditedActs.of("POST", "/v1/approvals/a-1/decision").orElseThrow();
        assertThat(decision.details()).isEqualTo(Details.DECISION);
        assertThat(decision.details().hashed()).isFalse();
        assertThat(decision.details().choice("grant")).isEqualTo("grant");
        assertThat(decision.details().choice("my password")).isNull();
        assertThat(AuditedActs.of("POST", "/v1/tasks/t-1/answers").orElseThrow().details())
                .isEqualTo(Details.NOTHING);
        assertThat(AuditedActs.of("PUT", "/v1/policies/p")
                        .orElseThrow()
                        .details()
                        .hashed())
                .isTrue();
    }

    @Test
    void aToolThatNobodyListedIsRecordedAllTheSame() {
        assertThat(AuditedActs.ofTool("new_tool", false, name -> null))
                .hasValueSatisfying(act -> assertThat(act.action()).isEqualTo(AuditedActs.UNLISTED));
        assertThat(AuditedActs.ofTool("new_tool", true, name -> null)).isEmpty();
        assertThat(AuditedActs.ofTool("run_task", false, name -> null)).isEmpty();
        assertThat(AuditedActs.ofTool("cancel_task", false, name -> name.equals("task_id") ? "t-1" : null))
                .hasValueSatisfying(act -> assertThat(act.subjectId()).isEqualTo("t-1"));
    }
}

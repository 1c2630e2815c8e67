package dev.signalbox.contracts.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentEvidence;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalDecision;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.approval.ApprovalSubject;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditCheckpointed;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.event.TaskAccepted;
import dev.signalbox.contracts.event.TaskAwaitingApproval;
import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCancelling;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskDispatched;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.ProposedCall;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.execution.UsageMeasured;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.replay.EstimatedInterval;
import dev.signalbox.contracts.replay.MeasuredDifference;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.ReplayState;
import dev.signalbox.contracts.replay.RouteChange;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.ModelAdvice;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.ShadowDecision;
import dev.signalbox.contracts.route.Signal;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.route.TypeProbability;
import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.contracts.session.SessionAgentAdded;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionStarted;
import dev.signalbox.contracts.session.SessionWarned;
import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.workflow.WorkflowProgressed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One full sample of every record that travels: the fixtures of all services, and what the golden files hold. */
public final class Samples {

    public static final Instant AT = Instant.parse("2026-11-20T21:00:00.123456Z");
    public static final TaskId TASK = new TaskId("0199a0b0-0000-7000-8000-000000000001");
    public static final TenantId TENANT = new TenantId("acme");
    public static final SessionId SESSION = new SessionId("session-1");
    public static final ApprovalId APPROVAL = new ApprovalId("approval-1");
    public static final Route ROUTE = new Route("local", "quick", null, null);
    public static final Resources QUICK = new Resources(1, 512, 512, 128);
    public static final Rates RATES = new Rates(Money.of("0.000014"), Money.of("0.0000045"), "2026-11-20");

    private Samples() {}

    public static TaskSpec spec() {
        return new TaskSpec(
                "Say hello",
                List.of(new CodeSnippet("python", "print('hello')")),
                List.of(
                        new TaskFile("data/in.txt", "one\n", TaskFile.Encoding.TEXT),
                        new TaskFile("data/in.bin", "AAEC", TaskFile.Encoding.BASE64)),
                null,
                "some input",
                List.of("--fast"),
                Map.of("LANGUAGE", "en"),
                "haiku",
                "quick",
                "local",
                new AgentId("senior_developer"),
                Objective.BALANCED,
                Duration.ofSeconds(30),
                Money.of("0.05"),
                7,
                Map.of("team", "blue"),
                List.of("python"),
                List.of("network"),
                0.6,
                Duration.ofMinutes(2),
                false,
                JsonNodeFactory.instance.objectNode().put("type", "object"),
                20,
                100_000L);
    }

    public static TaskRequested request() {
        return TaskRequested.first(TASK, TENANT, SESSION, spec(), AT)
                .withAgents(List.of(agent()))
                .onlyFor(List.of(new AgentId("data_engineer")));
    }

    public static Candidate candidate() {
        return new Candidate(
                ROUTE,
                QUICK,
                0.95,
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                Money.of("0.000081"),
                Money.of("0.000092"),
                0.000092,
                1.0,
                null);
    }

    public static RouteDecision decision() {
        Candidate rejected = new Candidate(
                new Route("kubernetes", "heavy", null, null),
                new Resources(4, 8192, 4096, 1024),
                0.99,
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Money.of("0.00083"),
                Money.of("0.00083"),
                0.00083,
                0.0,
                "the backend kubernetes is not available");
        TaskProfile profile = new TaskProfile(
                TaskProfile.Kind.CODE,
                "python",
                -2.25,
                TaskProfile.Environment.QUICK,
                0.1,
                TaskType.TESTING,
                List.of(new TypeProbability(TaskType.TESTING, 0.7), new TypeProbability(TaskType.GENERAL, 0.2)),
                Complexity.LOW,
                Set.of("files"),
                List.of("python"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(12),
                0,
                100,
                0.8,
                List.of(new Signal("one snippet", -2.25, "one snippet of 14 characters")));
        return new RouteDecision(
                candidate(),
                null,
                RATES,
                Duration.ofSeconds(30),
                Objective.BALANCED,
                profile,
                List.of(candidate(), rejected),
                List.of(
                        new PlannedAttempt(ROUTE, 1, 0.95, Money.of("0.000081"), Set.of()),
                        new PlannedAttempt(
                                new Route("local", "medium", "claude-haiku-5-5", new AgentId("senior_developer"), 3),
                                0.05,
                                0.2,
                                Money.of("0.00023"),
                                Set.of("memory", "time"))),
                "code-python-quick",
                false,
                new ModelAdvice("claude-haiku-5-5", 0.9, Money.of("0.01"), "it would do"),
                new AgentProposal(
                        "data_engineer",
                        "Data engineer",
                        List.of("sql"),
                        List.of("run_command"),
                        "You are a data engineer.",
                        "sonnet",
                        "no agent covers sql"),
                new TeamRecommendation(
                        List.of(new TeamRecommendation.Member("senior_developer", 2.5, 1, "writes it")),
                        2.5,
                        1,
                        Duration.ofMinutes(30),
                        Complexity.LOW,
                        TaskType.TESTING,
                        "one is enough",
                        List.of(
                                new TeamRecommendation.Member("senior_developer", 2.5, 1, "writes it"),
                                new TeamRecommendation.Member("ceo", 4, 1, "sets the goal")),
                        2,
                        10),
                List.of(new ShadowDecision("careful@3", ROUTE, Money.of("0.000081"), Money.of("0.000092"), 0.95, true)),
                "Python code; local/quick is the cheapest route that can run it.",
                new RouteDecision.Versions("1", "keywords-1", "2026-11-20", "none"),
                1.0,
                List.of(modelRates()));
    }

    public static Problem problem() {
        return ProblemType.EXIT_CODE.because("the program ended with exit code 3", Map.of("exitCode", "3"));
    }

    public static Cost cost() {
        return Cost.of(new Cost.Part("sandbox", Money.of("0.000081"), "1 vCPU, 512 MiB for 5 s"));
    }

    public static AttemptFinished finished() {
        return new AttemptFinished(
                TASK,
                1,
                1,
                AttemptFinished.Outcome.FAILED,
                false,
                3,
                new OutputText("hello\n", 0),
                new OutputText("oops\n", 12),
                List.of(new ProducedFile("out.txt", 3, "b25l"), new ProducedFile("big.bin", 9_000_000, null)),
                new Timings(Duration.ofMillis(12), Duration.ofMillis(20), Duration.ofMillis(4980)),
                new Usage(0.25, 12_345_678, 120, 30, 1000, 50),
                cost(),
                2,
                problem(),
                AT,
                answer(),
                conversation());
    }

    public static ModelRates modelRates() {
        return new ModelRates(
                "claude-haiku-5-5",
                Money.of("0.10"),
                Money.of("0.50"),
                Money.of("0.01"),
                Money.of("0.125"),
                new ModelRates.LongContext(
                        100_000, Money.of("0.50"), Money.of("2.50"), Money.of("0.05"), Money.of("0.625")),
                "2026-11-20");
    }

    public static Answer answer() {
        return new Answer(
                "Done.",
                JsonNodeFactory.instance.objectNode().put("ok", true),
                Answer.Ending.DONE,
                2,
                1,
                "claude-haiku-5-5",
                new AgentId("senior_developer"));
    }

    public static Conversation conversation() {
        return new Conversation(
                1,
                List.of(
                        new Conversation.Message(Conversation.Role.USER, List.of(Conversation.Part.text("Say hello"))),
                        new Conversation.Message(
                                Conversation.Role.ASSISTANT,
                                List.of(Conversation.Part.call(
                                        "call-1",
                                        "run_command",
                                        JsonNodeFactory.instance.objectNode().put("command", "echo hello")))),
                        new Conversation.Message(
                                Conversation.Role.USER, List.of(Conversation.Part.result("call-1", "hello", false))),
                        new Conversation.Message(
                                Conversation.Role.ASSISTANT, List.of(Conversation.Part.text("Done.")))));
    }

    public static TaskResult result(TaskStatus status) {
        AttemptFinished finished = finished();
        return new TaskResult(
                status,
                finished.exitCode(),
                finished.stdout(),
                finished.stderr(),
                finished.files(),
                finished.timings(),
                finished.usage(),
                finished.cost(),
                List.of(new TaskResult.AttemptSummary(
                        1, ROUTE, finished.outcome(), 3, cost(), Money.of("0.00008"), null, "code-python-quick")),
                ROUTE,
                decision().explanation(),
                status == TaskStatus.SUCCEEDED ? null : problem(),
                answer());
    }

    /** One of each record type, in the order of {@code RecordType}. */
    public static List<Object> all() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        RouteDecision none = new RouteDecision(
                null,
                ProblemType.NO_ROUTE.because("no backend can run it"),
                null,
                Duration.ofSeconds(30),
                Objective.CHEAPEST,
                decision().profile(),
                List.of(),
                List.of(),
                "code-python-quick",
                false,
                null,
                null,
                null,
                List.of(),
                "No route.",
                decision().versions(),
                1.0);
        return List.of(
                request(),
                new CancelTask(TASK, "not needed", AT),
                new ReviewTask(TASK, 1, AT),
                new AnswerQuestion(TASK, "question-1", "yes", AT),
                new DecideApproval(TASK, 1, APPROVAL, ApprovalDecision.GRANTED, agent(), "alice", "go on", AT),
                new TaskRouted(request(), decision(), json.objectNode().put("seed", 1), AT, Money.of("0.0023")),
                new TaskRejected(
                        request(),
                        ProblemType.NO_ROUTE.because("no backend can run it"),
                        none,
                        json.objectNode().put("seed", 1),
                        AT),
                new RouteStatistics(
                        "code:python:local:quick",
                        9.5,
                        1.25,
                        0.5,
                        11,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(40),
                        Money.of("0.00009"),
                        1.1,
                        0.2,
                        "17",
                        AT),
                new PolicyPublished(
                        "careful",
                        3,
                        PolicyPublished.State.SHADOW,
                        "asks for more",
                        json.objectNode().put("floor", 1),
                        AT),
                replay(),
                new ExecutionRequested(
                        TASK,
                        TENANT,
                        1,
                        ROUTE,
                        QUICK,
                        RATES,
                        Duration.ofSeconds(30),
                        spec(),
                        AT,
                        AT,
                        SESSION,
                        List.of(modelRates()),
                        List.of(new ProducedFile("out.txt", 3, "b25l")),
                        conversation(),
                        List.of(agent()),
                        List.of(new ExecutionRequested.SessionMessage("product_manager", "Mind the deadline."))),
                new StopExecution(TASK, 1, "cancelled by the client", AT),
                new QuestionAnswered(TASK, 1, "question-1", "yes", AT),
                new AttemptStarted(TASK, 1, 1, "local", "worker-1", Isolation.NAMESPACES_CGROUP, AT),
                new OutputAppended(TASK, 1, 1, 0, OutputAppended.Stream.STDOUT, "hello\n", AT),
                new ToolCalled(
                        TASK,
                        1,
                        1,
                        1,
                        "call-1",
                        "run_command",
                        "{\"command\":\"echo hello\"}",
                        ToolCalled.Outcome.SUCCEEDED,
                        "hello",
                        Duration.ofMillis(12),
                        AT),
                new UsageMeasured(TASK, 1, 1, 2, new Usage(0, 0, 120, 30, 1000, 50), cost(), AT),
                new QuestionAsked(TASK, 1, 1, 3, "question-1", "May I?", AT, call(), AT),
                finished(),
                new TaskAccepted(TASK, TENANT, SESSION, AT),
                new TaskDispatched(TASK, 1, ROUTE, decision().explanation(), Money.of("0.000081"), AT),
                new TaskStarted(TASK, 1, 1, "local", "worker-1", Isolation.NAMESPACES_CGROUP, AT),
                new TaskOutput(TASK, 1, 1, 0, OutputAppended.Stream.STDERR, "oops\n", AT),
                new TaskToolCalled(
                        TASK, 1, 1, 1, "call-1", "run_command", "{\"command\":\"echo hello\"}", null, null, null, AT),
                new TaskUsage(TASK, 1, 1, 2, new Usage(0, 0, 120, 30, 1000, 50), cost(), AT),
                new TaskQuestion(TASK, 1, 1, 3, "question-1", "May I?", AT, call(), AT),
                new TaskAwaitingApproval(TASK, 1, approval(), AT),
                new TaskRetrying(TASK, 1, ProblemType.WORKER_LOST.because("the worker did not answer"), AT, AT),
                new TaskCancelling(TASK, 1, "not needed", AT),
                new TaskCompleted(TASK, result(TaskStatus.SUCCEEDED), AT),
                new TaskFailed(TASK, result(TaskStatus.FAILED), AT),
                new TaskCancelled(TASK, result(TaskStatus.CANCELLED), AT),
                new SessionStarted(
                        SESSION,
                        TENANT,
                        "Mend the login",
                        TaskType.BUG_FIX,
                        Complexity.LOW,
                        List.of("senior_developer"),
                        AT,
                        AT),
                new SessionAgentAdded(SESSION, TENANT, "test_lead", "haiku", "tests are needed", false, AT),
                new SessionAgentReady(SESSION, TENANT, "test_lead", Duration.ofMillis(40), AT),
                new SessionAgentRemoved(SESSION, TENANT, "test_lead", "done", true, 0.125, AT),
                new SessionMessageSent(SESSION, TENANT, 1, "test_lead", "senior_developer", "It still fails.", AT),
                new SessionWarned(SESSION, TENANT, "nobody used it for 25 minutes", AT, AT),
                new SessionEnded(
                        SESSION,
                        TENANT,
                        "timed_out",
                        List.of("senior_developer"),
                        0.25,
                        Duration.ofMinutes(30),
                        Money.of("0.0123"),
                        AT),
                new WorkflowProgressed(
                        new WorkflowId("workflow-1"),
                        TENANT,
                        7,
                        "running",
                        "step-3",
                        "Frontend Expert",
                        "Frontend Expert is creating React components",
                        2,
                        9,
                        AT),
                approval(),
                new ApprovalDecided(
                        APPROVAL,
                        TENANT,
                        ApprovalKind.AGENT_PROPOSAL,
                        ApprovalSubject.task(TASK, 1, SESSION),
                        ApprovalDecision.GRANTED,
                        ApprovalScope.PERMANENTLY,
                        approval().details(),
                        "ab12",
                        "alice",
                        "go on",
                        AT),
                new ApprovalWithdrawn(APPROVAL, TENANT, "the task was cancelled", AT),
                new SandboxHold(
                        "acme~session-1~test_lead",
                        TENANT,
                        SESSION,
                        new AgentId("test_lead"),
                        "local",
                        "quick",
                        QUICK,
                        RATES,
                        AT,
                        AT),
                new HoldMeasured(
                        "acme~session-1~test_lead",
                        TENANT,
                        SESSION,
                        "local",
                        "worker-1",
                        "sandbox-1",
                        HoldMeasured.State.READY,
                        null,
                        Duration.ofMillis(40),
                        4_194_304,
                        true,
                        Duration.ofMillis(12),
                        Money.of("0.000081"),
                        AT,
                        AT),
                new AgentStageChanged(
                        new AgentId("senior_developer"), 2, "validated", "3 of 3 test tasks passed", null, AT),
                new AgentDeployed(
                        new AgentId("senior_developer"),
                        2,
                        "Senior developer",
                        "senior_developer",
                        "Writes and mends code.",
                        List.of("python", "java"),
                        List.of("run_command"),
                        "You are a senior developer.",
                        "sonnet",
                        Map.of("maxTurns", "20"),
                        AT,
                        new AgentEvidence(120, 110, Money.of("0.012"), Duration.ofSeconds(14)),
                        AgentDeployed.Canary.of(agent(), 0.1, 20)),
                new BackendAnnounced(
                        "local",
                        "quick",
                        true,
                        null,
                        Isolation.NAMESPACES_CGROUP,
                        Map.of("quick", QUICK),
                        Set.of("bash", "python"),
                        Set.of(),
                        Duration.ofHours(1),
                        Duration.ofMillis(20),
                        8,
                        "0.1.0",
                        AT,
                        Set.of("claude-haiku-5-5"),
                        false,
                        null,
                        "worker-1"),
                new SandboxIntended("e2b", "worker-1", TENANT, TASK, 1, 1, "sandbox-1", AT, AT),
                new WorkerSeen("e2b", "worker-1", AT),
                new AuditRecorded(
                        "01936f2a-7c00-7000-8000-0000000000aa:done",
                        "01936f2a-7c00-7000-8000-0000000000aa",
                        AT,
                        TENANT,
                        "acme",
                        "ada@example.org",
                        true,
                        "policy.activate",
                        "active",
                        "policy",
                        "careful",
                        AuditPhase.REFUSED,
                        422,
                        "invalid-request",
                        AuditChannel.REST,
                        "192.0.2.7",
                        "4bf92f3577b34da6a3ce929d0e0e4736",
                        "ab12",
                        3),
                new AuditCheckpointed(TENANT, 12, "ab12", AT));
    }

    /** An agent that is on no topic. */
    public static AgentDeployed agent() {
        return new AgentDeployed(
                new AgentId("data_engineer"),
                1,
                "Data engineer",
                "data_engineer",
                "Moves data.",
                List.of("sql"),
                List.of("run_command"),
                "You are a data engineer.",
                "haiku",
                Map.of(),
                AT);
    }

    private static ProposedCall call() {
        return new ProposedCall(
                "run_command", JsonNodeFactory.instance.objectNode().put("command", "rm -r old"));
    }

    private static ApprovalRequested approval() {
        return new ApprovalRequested(
                APPROVAL,
                TENANT,
                ApprovalKind.AGENT_PROPOSAL,
                ApprovalSubject.task(TASK, 1, SESSION),
                "A data engineer is needed",
                "None of the 23 agents has the skill sql.",
                JsonNodeFactory.instance.objectNode().put("role", "data_engineer"),
                "ab12",
                AT,
                AT);
    }

    private static ReplayReport replay() {
        EstimatedInterval interval = new EstimatedInterval(-0.000012, -0.00002, -0.000004, 950);
        MeasuredDifference difference = new MeasuredDifference(interval, interval, interval, interval, interval);
        return new ReplayReport(
                "0193",
                ReplayState.RUNNING,
                new ReplayQuery(
                        AT.minusSeconds(3600),
                        AT,
                        "careful@3",
                        JsonNodeFactory.instance.objectNode().put("floor", 1),
                        100_000,
                        100),
                0.5,
                2000,
                12_500.5,
                new ReplayResult(
                        1000,
                        120,
                        List.of(new RouteChange("local/quick", "local/heavy", 120)),
                        950,
                        Map.of("no-outcome", 50L),
                        880.5,
                        4.5,
                        0,
                        0.01,
                        difference,
                        difference,
                        1.25,
                        0.75,
                        0.04,
                        "1,000 decisions, 120 change"),
                null,
                "router-1",
                AT,
                null,
                AT);
    }
}

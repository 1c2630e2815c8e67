package dev.signalbox.executor.adapter.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import dev.signalbox.sandbox.testing.RecordedOutput;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.e2b.E2bSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the E2B backend does when the service fails. */
class E2bFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private SimulatedCloud cloud;
    private E2bSimulator simulator;
    private E2bProvider provider;

    @BeforeEach
    void start() throws Exception {
        begin(dev.signalbox.simulators.e2b.E2bSettings.forTests());
    }

    private void begin(dev.signalbox.simulators.e2b.E2bSettings settings) throws Exception {
        cloud = new SimulatedCloud(settings);
        simulator = cloud.simulator;
        provider = cloud.provider;
    }

    private void restartAs(dev.signalbox.simulators.e2b.E2bSettings settings) throws Exception {
        cloud.close();
        begin(settings);
    }

    @AfterEach
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static SandboxRequest request(String tier, Resources size, Duration lifetime) {
        return new SandboxRequest(
                new SandboxLabels(
                        "contract",
                        "e2b",
                        "worker",
                        tier,
                        new SandboxLabels.Owner(new TenantId("acme"), new TaskId("t-" + UUID.randomUUID()), 1, 1)),
                tier,
                size,
                Map.of(),
                lifetime);
    }

    private static SandboxRequest request() {
        return request("quick", new Resources(1, 512, 512, 128), Duration.ofMinutes(2));
    }

    private static SandboxException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        try {
            call.call();
        } catch (SandboxException e) {
            return e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it went well");
    }

    private List<RunningSandbox> running() throws Exception {
        return provider.list();
    }

    @Test
    void aCreateThatIsRateLimitedIsNotRepeatedAndSaysWhenToComeAgain() {
        simulator.faults().arm(Fault.status("POST /v2/sandboxes$", 429, 7, 1));

        SandboxException e = refused(() -> provider.create(request()));

        assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void tooManyAtOnceIsALackOfCapacity() throws Exception {
        restartAs(dev.signalbox.simulators.e2b.E2bSettings.forTests().withLimits(1, 0));
        try (Sandbox first = provider.create(request())) {
            assertThat(refused(() -> provider.create(request())).kind()).isEqualTo(Kind.CAPACITY);
        }
    }

    @Test
    void theRateOfCreatesIsALimitOfItsOwn() throws Exception {
        restartAs(dev.signalbox.simulators.e2b.E2bSettings.forTests().withLimits(100, 1));
        SandboxException e = refused(() -> {
            for (int i = 0; i < 10; i++) {
                provider.create(request()).close();
            }
        });

        assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
    }

    @Test
    void aCreateWhoseAnswerIsLostIsFoundByItsLabel() throws Exception {
        simulator
                .faults()
                .arm(new Fault(dev.signalbox.simulators.Faults.Kind.DROP, "POST /v2/sandboxes$", 0, null, 0, 0, 1));

        try (Sandbox sandbox = provider.create(request())) {
            assertThat(run(sandbox, "echo here").stdout()).isEqualTo("here\n");
            assertThat(running()).hasSize(1);
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void aCreateThatNeverArrivedFailsAfterALook() throws Exception {
        simulator.faults().arm(Fault.status("POST /v2/sandboxes$", 504, null, 1));

        assertThat(refused(() -> provider.create(request())).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(running()).isEmpty();
    }

    @Test
    void whatFailsAfterTheCreateIsRemovedAgain() throws Exception {
        simulator.faults().arm(Fault.status("Process/Start", 401, null, 1));

        assertThat(refused(() -> provider.create(request())).kind()).isEqualTo(Kind.REFUSED);
        await().atMost(SOON).untilAsserted(() -> assertThat(running()).isEmpty());
    }

    @Test
    void callsThatChangeNothingAreRepeatedWhileTheServiceFails() throws Exception {
        try (Sandbox sandbox = provider.create(request())) {
            simulator.faults().arm(Fault.status("POST /files", 500, null, 2));
            sandbox.write(Map.of("f", "x".getBytes(StandardCharsets.UTF_8)));
            simulator.faults().arm(Fault.status("GET /v2/sandboxes", 503, 1, 1));
            assertThat(running()).hasSize(1);
            simulator.faults().arm(new Fault(dev.signalbox.simulators.Faults.Kind.SLOW, "ListDir", 0, null, 700, 0, 1));
            assertThat(sandbox.list("", 1)).hasSize(1);
            assertThat(simulator.faults().left()).isEmpty();
        }
    }

    @Test
    void aServiceThatGoesOnFailingIsUnavailable() throws Exception {
        try (Sandbox sandbox = provider.create(request())) {
            simulator.faults().arm(Fault.status("ListDir", 500, null, 1000));

            assertThat(refused(() -> sandbox.list("", 1)).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void aStreamThatBreaksOffIsJoinedAgainAndTheGapIsShown() throws Exception {
        try (Sandbox sandbox = provider.create(request())) {
            simulator
                    .faults()
                    .arm(new Fault(dev.signalbox.simulators.Faults.Kind.DROP, "Process/Start", 0, null, 0, 250, 1));
            RecordedOutput output = new RecordedOutput();

            SandboxProcess process = sandbox.start(
                    Command.bash("for i in $(seq 1 40); do echo line $i; sleep 0.05; done; exit 7"), output);

            assertThat(process.awaitEnd(SOON)).isTrue();
            assertThat(process.exitCode()).isEqualTo(7);
            assertThat(output.stdout()).startsWith("line 1\n").endsWith("line 40\n");
            assertThat(output.stderr()).contains("broke off");
        }
    }

    @Test
    void theExitCodeIsKnownThoughTheProcessEndedWhileNobodyListened() throws Exception {
        try (Sandbox sandbox = provider.create(request())) {
            simulator
                    .faults()
                    .arm(new Fault(dev.signalbox.simulators.Faults.Kind.DROP, "Process/Start", 0, null, 0, 100, 1));
            simulator.faults().arm(Fault.status("Process/Connect", 500, null, 3));

            SandboxProcess process =
                    sandbox.start(Command.bash("sleep 0.3; echo some output; exit 9"), new RecordedOutput());

            assertThat(process.awaitEnd(SOON)).isTrue();
            assertThat(process.exitCode()).isEqualTo(9);
        }
    }

    @Test
    void aProcessWhoseStartWasNotAnsweredIsNotStartedTwice() throws Exception {
        try (Sandbox sandbox = provider.create(request())) {
            simulator
                    .faults()
                    .arm(new Fault(dev.signalbox.simulators.Faults.Kind.DROP, "Process/Start", 0, null, 0, 0, 1));

            SandboxProcess process = sandbox.start(Command.bash("echo once >> count; sleep 1"), new RecordedOutput());

            assertThat(process.awaitEnd(SOON)).isTrue();
            assertThat(run(sandbox, "cat count").stdout()).isEqualTo("once\n");
        }
    }

    @Test
    void aSandboxThatIsLostIsGone() throws Exception {
        Sandbox sandbox = provider.create(request());
        SandboxProcess process = sandbox.start(Command.bash("sleep 60"), new RecordedOutput());
        simulator.faults().arm(new Fault(dev.signalbox.simulators.Faults.Kind.LOST, "ListDir", 0, null, 0, 0, 1));

        assertThat(refused(() -> sandbox.list("", 1)).kind()).isEqualTo(Kind.GONE);
        assertThatThrownBy(() -> process.awaitEnd(SOON)).isInstanceOf(SandboxException.class);
        assertThat(refused(() -> sandbox.extend(Duration.ofMinutes(10))).kind()).isEqualTo(Kind.GONE);
        sandbox.close();
    }

    @Test
    void aSandboxThatNobodyExtendsEndsByItself() throws Exception {
        Resources size = new Resources(1, 512, 512, 128);
        Sandbox forgotten = provider.create(request("quick", size, Duration.ofSeconds(2)));
        Sandbox extended = provider.create(request("quick", size, Duration.ofSeconds(2)));
        for (int i = 0; i < 8; i++) {
            Thread.sleep(500);
            extended.extend(Duration.ofSeconds(2));
        }

        assertThat(refused(() -> forgotten.list("", 1)).kind()).isEqualTo(Kind.GONE);
        assertThat(run(extended, "echo lives").stdout()).isEqualTo("lives\n");
    }

    @Test
    void aTemplateThatIsSmallerThanItsTierIsRefused() throws Exception {
        SandboxException e = refused(
                () -> provider.create(request("quick", new Resources(2, 4096, 512, 128), Duration.ofMinutes(1))));

        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("quick has 1 vCPU and 512 MiB").hasMessageContaining("4096 MiB");
        await().atMost(SOON).untilAsserted(() -> assertThat(running()).isEmpty());
    }

    @Test
    void aWrongKeyAndAMissingTemplateAreRefusedForGood() {
        simulator.faults().arm(Fault.status("POST /v2/sandboxes$", 401, null, 1));
        SandboxException wrongKey = refused(() -> provider.create(request()));
        E2bProvider other = E2bProvider.open(cloud.settings().with(Map.of("quick", "nowhere"), SOON));
        SandboxException noTemplate = refused(() -> other.create(request()));

        assertThat(wrongKey.kind()).isEqualTo(Kind.REFUSED);
        assertThat(wrongKey.getMessage()).doesNotContain("e2b_00ff");
        assertThat(noTemplate.kind()).isEqualTo(Kind.REFUSED);
        assertThat(noTemplate).hasMessageContaining("nowhere");
    }

    @Test
    void aServerWithTheFirstVersionOnlyAndOldDaemonsWillDo() throws Exception {
        restartAs(dev.signalbox.simulators.e2b.E2bSettings.forTests().withVersions("0.3.5", false));
        try (Sandbox sandbox = provider.create(request())) {
            sandbox.write(Map.of("a b/ü", "content".getBytes(StandardCharsets.UTF_8)));
            assertThat(run(sandbox, "cat 'a b/ü'").stdout()).isEqualTo("content");
            assertThat(running()).hasSize(1);
            try (E2bProvider other = E2bProvider.open(cloud.settings())) {
                assertThat(other.list()).as("what one sees that lists first").hasSize(1);
            }
            assertThat(provider.attach(sandbox.id(), request()).read("a b/ü", 3))
                    .hasSize(3);
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void onlySandboxesOfThisInstallationAndBackendAreListed() throws Exception {
        SandboxRequest foreign = request();
        SandboxLabels labels = new SandboxLabels(
                "somebody & else = 1",
                "e2b",
                "worker",
                "quick",
                foreign.labels().owner());
        provider.create(new SandboxRequest(labels, "quick", foreign.resources(), Map.of(), Duration.ofMinutes(1)));

        assertThat(running()).isEmpty();
    }

    @Test
    void listsMoreThanOnePage() throws Exception {
        restartAs(dev.signalbox.simulators.e2b.E2bSettings.forTests().withPages(2));
        for (int i = 0; i < 5; i++) {
            provider.create(request());
        }

        assertThat(running().stream().map(RunningSandbox::id).distinct()).hasSize(5);
    }

    @Test
    void failuresAreOrderedOverRest() throws Exception {
        HttpRequest order = HttpRequest.newBuilder(URI.create(simulator.url() + "/simulator/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"match\":\"POST /v2/sandboxes$\",\"status\":429,\"retryAfterSeconds\":3}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(order, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
        }

        assertThat(refused(() -> provider.create(request())).retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void theBillCountsAllocatedSeconds() throws Exception {
        try (Sandbox sandbox = provider.create(request())) {
            run(sandbox, "sleep 1");
        }
        String bill = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.url() + "/simulator/bill"))
                                .build(),
                        BodyHandlers.ofString())
                .body();

        var lines = dev.signalbox.contracts.json.Json.mapper().readTree(bill).path("sandboxes");
        assertThat(lines).hasSize(1);
        double seconds = lines.get(0).path("seconds").asDouble();
        assertThat(seconds).isBetween(0.9, 60.0);
        assertThat(lines.get(0).path("dollars").asDouble())
                .isCloseTo(seconds * (0.000014 + 0.0000045 / 2), org.assertj.core.data.Offset.offset(1e-9));
    }

    private static RecordedOutput run(Sandbox sandbox, String line) throws Exception {
        RecordedOutput output = new RecordedOutput();
        assertThat(sandbox.start(Command.bash(line), output).awaitEnd(SOON)).isTrue();
        return output;
    }
}

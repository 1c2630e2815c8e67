package dev.signalbox.executor.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import dev.signalbox.sandbox.testing.RecordedOutput;
import dev.signalbox.simulators.Faults;
import dev.signalbox.simulators.Faults.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in a cluster, and what is made of it. */
class KubernetesFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PODS = "/api/v1/namespaces/" + KubernetesSettings.NAMESPACE + "/pods";

    private static TestingCluster cluster;
    private KubernetesProvider provider = cluster.open(null);

    @BeforeAll
    static void start() throws Exception {
        cluster = TestingCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void nothingIsLeft() {
        cluster.simulator.faults().clear();
        try {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(cluster.simulator.pods()).isEmpty());
        } finally {
            cluster.removeAll();
            provider.close();
        }
    }

    private SandboxException refusal(SandboxRequest request) {
        return catchThrowableOfType(
                SandboxException.class, () -> provider.create(request).close());
    }

    @Test
    void theShippedRoleIsEnough() throws Exception {
        try {
            cluster.simulator.cluster().bind("executor", cluster.role(""), KubernetesSettings.NAMESPACE);
            provider = cluster.open("executor");
            assertThat(provider.offer().unavailableBecause()).isNull();
            Sandbox sandbox = provider.create(cluster.request());
            sandbox.write(Map.of("f", new byte[] {'x'}));
            assertThat(sandbox.read("f", 10)).containsExactly('x');
            assertThat(provider.list()).hasSize(1);
            provider.attach(sandbox.id(), cluster.request());
            provider.remove(sandbox.id());
        } finally {
            cluster.simulator
                    .cluster()
                    .bind(
                            "executor",
                            cluster.role("").replace("verbs: [", "verbs: [\"*\", "),
                            KubernetesSettings.NAMESPACE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pods create", "pods get", "pods list", "pods delete", "pods/exec get", "pods/exec create"})
    void withOneVerbLessItIsNot(String verb) throws Exception {
        cluster.simulator.cluster().bind("executor", cluster.role(verb), KubernetesSettings.NAMESPACE);
        KubernetesProvider poorer = cluster.open("executor");
        try {
            assertThatThrownBy(() -> {
                        Sandbox sandbox = poorer.create(cluster.request());
                        poorer.list();
                        poorer.attach(sandbox.id(), cluster.request());
                        poorer.remove(sandbox.id());
                    })
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageContaining(
                            verb.startsWith("pods/exec") ? "403" : "cannot " + verb.substring(verb.indexOf(' ') + 1));
        } finally {
            poorer.close();
            cluster.removeAll();
        }
    }

    @Test
    void saysThatTheClusterDoesNotKnowItsToken() {
        try {
            cluster.simulator.cluster().bind("executor", cluster.role(""), KubernetesSettings.NAMESPACE);
            KubernetesProvider stranger = cluster.open("secret-of-somebody");
            assertThat(stranger.offer().unavailableBecause()).contains("token").doesNotContain("secret-of-somebody");
            stranger.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFullQuotaIsALackOfRoom() {
        cluster.simulator.cluster().quota(0);
        try {
            SandboxException e = refusal(cluster.request());
            assertThat(e.kind()).isEqualTo(Kind.CAPACITY);
            assertThat(e).hasMessageContaining("exceeded quota");
        } finally {
            cluster.simulator.cluster().quota(100);
        }
    }

    @Test
    void aMissingRuntimeClassIsRefused() {
        provider = cluster.open(null, "firecracker", KubernetesSettings.IMAGE);

        SandboxException e = refusal(cluster.request());

        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("RuntimeClass \"firecracker\" not found");
    }

    @Test
    void anImageThatNobodyHasIsNamed() {
        cluster.simulator.cluster().missingImages().add("nobody/has:1.0");
        provider = cluster.open(null, null, "nobody/has:1.0");

        SandboxException e = refusal(cluster.request());

        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(e).hasMessageContaining("ImagePullBackOff").hasMessageContaining("nobody/has:1.0");
    }

    @Test
    void aPodThatFitsNowhereIsALackOfRoom() {
        cluster.simulator.cluster().node(1, 64);
        try {
            SandboxException e = refusal(cluster.request());
            assertThat(e.kind()).isEqualTo(Kind.CAPACITY);
            assertThat(e).hasMessageContaining("Insufficient");
        } finally {
            cluster.simulator.cluster().node(16, 65536);
        }
    }

    @Test
    void aBusyServerSaysWhenToComeAgain() {
        cluster.simulator.faults().arm(Fault.status("POST " + PODS + "$", 429, 7, 1));

        SandboxException e = refusal(cluster.request());

        assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aFailingServerMayDoLater() {
        cluster.simulator.faults().arm(Fault.status("POST " + PODS + "$", 500, null, 1));

        assertThat(refusal(cluster.request()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aPodWhoseCreationWasNotAnsweredIsRemoved() {
        cluster.simulator.faults().arm(new Fault(Faults.Kind.DROP, "POST " + PODS + "$", 0, null, 0, 0, 1));

        assertThat(refusal(cluster.request()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void callsThatMayBeRepeatedAre() throws Exception {
        cluster.simulator.faults().arm(Fault.status("GET " + PODS, 503, 0, 2));

        assertThat(provider.list()).isEmpty();
    }

    @Test
    void aConnectionThatIsLostEndsTheProcessAndSaysSo() throws Exception {
        try (Sandbox sandbox = provider.create(cluster.request())) {
            cluster.simulator.faults().arm(new Fault(Faults.Kind.DROP, "GET .*/exec", 0, null, 0, 100, 1));
            SandboxProcess process =
                    sandbox.start(Command.bash("echo $$ > pid; yes | head -c 500; sleep 60"), new RecordedOutput());

            assertThatThrownBy(() -> process.awaitEnd(SOON))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            RecordedOutput output = new RecordedOutput();
            await().atMost(SOON).until(() -> {
                SandboxProcess look =
                        sandbox.start(Command.bash("kill -0 $(cat pid) 2>/dev/null && echo there; true"), output);
                look.awaitEnd(SOON);
                return output.stdout().isEmpty() || !output.stdout().endsWith("there\n");
            });
        }
    }

    @Test
    void anEvictedPodThatWroteTooMuchHitTheLimitOfItsDisk() throws Exception {
        try (Sandbox sandbox = provider.create(cluster.request())) {
            SandboxProcess process = sandbox.start(Command.bash("sleep 60"), new RecordedOutput());

            cluster.simulator.evict(
                    KubernetesSettings.NAMESPACE,
                    sandbox.id(),
                    "Usage of EmptyDir volume \"work\" exceeds the limit \"256Mi\".");

            await().atMost(SOON).until(() -> sandbox.limitHit().isPresent());
            assertThat(sandbox.limitHit().orElseThrow().resource()).isEqualTo("disk");
            assertThat(process.awaitEnd(SOON)).isTrue();
        }
    }

    @Test
    void anEvictedPodOfAFullNodeIsGone() throws Exception {
        try (Sandbox sandbox = provider.create(cluster.request())) {
            SandboxProcess process = sandbox.start(Command.bash("sleep 60"), new RecordedOutput());

            cluster.simulator.evict(
                    KubernetesSettings.NAMESPACE, sandbox.id(), "The node was low on resource: memory.");

            assertThatThrownBy(() -> process.awaitEnd(SOON))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GONE))
                    .hasMessageContaining("low on resource");
        }
    }

    @Test
    void aForgottenPodEndsByItselfAndOneThatIsUsedDoesNot() throws Exception {
        Sandbox forgotten = provider.create(cluster.request(Duration.ofSeconds(2)));
        Sandbox used = provider.create(cluster.request(Duration.ofSeconds(2)));
        used.extend(Duration.ofMinutes(5));

        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> provider.attach(forgotten.id(), cluster.request()))
                        .isInstanceOfSatisfying(
                                SandboxException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.GONE)));
        assertThat(provider.attach(used.id(), cluster.request()).id()).isEqualTo(used.id());
        // What has ended is still an object of the cluster: it is listed, so that somebody removes it.
        assertThat(provider.list()).hasSize(2);
        forgotten.close();
        used.close();
    }

    @Test
    void noSecretIsInThePodOrInARequest() throws Exception {
        try (Sandbox sandbox = provider.create(cluster.request())) {
            RecordedOutput output = new RecordedOutput();
            SandboxProcess process = sandbox.start(
                    new Command(
                            java.util.List.of("/bin/bash", "-c", "echo $KEY$OTHER; true hush-words"),
                            Map.of("OTHER", "hush-command"),
                            "",
                            "hush-input"),
                    output);
            assertThat(process.awaitEnd(SOON)).isTrue();

            assertThat(output.stdout()).isEqualTo("hush-sandboxhush-command\n");
            assertThat(cluster.pod(sandbox.id())).contains(sandbox.id()).doesNotContain("hush");
            assertThat(Scripts.LAUNCH).doesNotContain("hush");
        }
    }

    @Test
    void thePodHasNoMoreRightsThanItNeeds() throws Exception {
        provider = cluster.open(null, "gvisor", KubernetesSettings.IMAGE);
        try (Sandbox sandbox = provider.create(cluster.request())) {
            assertThat(cluster.pod(sandbox.id()))
                    .contains("\"runtimeClassName\":\"gvisor\"")
                    .contains("\"automountServiceAccountToken\":false")
                    .contains("\"enableServiceLinks\":false")
                    .contains("\"restartPolicy\":\"Never\"")
                    .contains("\"readOnlyRootFilesystem\":true")
                    .contains("\"runAsNonRoot\":true")
                    .contains("\"allowPrivilegeEscalation\":false")
                    .contains("\"drop\":[\"ALL\"]")
                    .contains("\"type\":\"RuntimeDefault\"")
                    .contains("\"activeDeadlineSeconds\"")
                    .contains("\"sizeLimit\":\"256Mi\"")
                    .contains("\"signalbox-network\":\"none\"");
        }
    }
}

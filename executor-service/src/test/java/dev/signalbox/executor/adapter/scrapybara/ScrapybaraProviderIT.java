package dev.signalbox.executor.adapter.scrapybara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.local.LocalProvider;
import dev.signalbox.sandbox.local.LocalSettings;
import dev.signalbox.sandbox.testing.Feature;
import dev.signalbox.sandbox.testing.SandboxContract;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.scrapybara.ScrapybaraSimulator;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, on instances of the simulated service, and what its refusals mean. */
class ScrapybaraProviderIT extends SandboxContract {

    private static final String KEY = "scrapy-key-of-test";

    private static LocalProvider inner;
    private static ScrapybaraSimulator simulator;
    private static ScrapybaraProvider provider;

    @BeforeAll
    static void start() throws Exception {
        inner = LocalProvider.open(LocalSettings.in(Files.createTempDirectory("scrapybara-it")));
        assumeTrue(
                inner.offer().available(),
                () -> "this machine cannot isolate: " + inner.offer().unavailableBecause());
        simulator =
                ScrapybaraSimulator.start(new ScrapybaraSimulator.Settings("127.0.0.1", 0, Duration.ZERO, KEY), inner);
        provider = open(KEY);
    }

    private static ScrapybaraProvider open(String key) {
        return ScrapybaraProvider.open(new ScrapybaraSettings(
                "contract", simulator.url(), key, Duration.ofMillis(30), Duration.ofHours(1), Duration.ofSeconds(8)));
    }

    @AfterAll
    static void stop() {
        if (simulator != null) {
            provider.close();
            simulator.close();
            inner.close();
        }
    }

    @Override
    protected SandboxProvider provider() {
        return provider;
    }

    @Override
    protected void lose(Sandbox sandbox) {
        simulator.lose(sandbox.id());
    }

    @Override
    protected Set<Feature> cannot() {
        return EnumSet.of(
                Feature.NETWORK,
                Feature.MEMORY_LIMIT,
                Feature.MEASURES_CPU,
                Feature.MEASURES_MEMORY,
                Feature.ENDS_PROCESSES);
    }

    private static SandboxException refusal(ScrapybaraProvider asked, ScrapybaraProviderIT test) {
        return catchThrowableOfType(
                SandboxException.class, () -> asked.create(test.request()).close());
    }

    @Test
    void aWrongKeyIsRefusedAndNotTold() {
        try (ScrapybaraProvider stranger = open("wrong-secret")) {
            SandboxException e = refusal(stranger, this);
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            assertThat(e).hasMessageContaining("401").message().doesNotContain("wrong-secret");
        }
    }

    @Test
    void aBusyServiceSaysWhenToComeAgain() {
        simulator.faults().arm(Fault.status("POST /v1/start", 429, 9, 1));

        SandboxException e = refusal(provider, this);

        assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(9));
    }

    @Test
    void anInstanceThatCannotBeLabelledIsStopped() {
        simulator.faults().arm(Fault.status("POST .*/bash", 500, null, 1));

        assertThat(refusal(provider, this).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(simulator.instances()).isEmpty();
    }

    @Test
    void anotherWorkerFindsItByTheFileInIt() throws Exception {
        Sandbox sandbox = create();
        try (ScrapybaraProvider other = open(KEY)) {
            assertThat(other.list())
                    .singleElement()
                    .satisfies(running -> assertThat(running.id()).isEqualTo(sandbox.id()));
        }
    }
}

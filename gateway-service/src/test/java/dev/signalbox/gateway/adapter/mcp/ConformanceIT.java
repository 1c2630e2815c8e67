package dev.signalbox.gateway.adapter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.NodeProject;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The conformance suite of the protocol against the gateway. What it does not pass is listed with the reason beside each
 * name in {@code mcp/conformance/<revision>.yaml}; a name that passes after all fails the test as well.
 */
@QuarkusTest
@TestProfile(ConformanceIT.WithFixtures.class)
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(600)
class ConformanceIT {

    public static final class WithFixtures implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ConformanceTools.class);
        }
    }

    @TestHTTPResource("/mcp")
    String url;

    @Test
    void passesWhatTheRevisionWithSessionsAsks() throws Exception {
        run("2025-11-25", "--suite", "all", "--spec-version", "2025-11-25");
    }

    @Test
    void passesWhatTheRevisionWithoutSessionsAsks() throws Exception {
        run("2026-07-28", "--requirements", "2026-07-28");
    }

    private void run(String revision, String... scenarios) throws Exception {
        NodeProject suite = NodeProject.install(
                "mcp-conformance", "/mcp/conformance", List.of("2025-11-25.yaml", "2026-07-28.yaml"));
        String node = suite.file("node_modules/.bin/node").toString();
        NodeProject.Outcome version = suite.run(Map.of(), 30, node, "--version");
        assumeTrue(version.exitCode() == 0, "Node.js 22 could not be installed: " + version.output());
        List<String> words = new ArrayList<>(List.of(
                node,
                "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                "server",
                "--url",
                url,
                "--output-dir",
                "results-" + revision,
                "--expected-failures",
                revision + ".yaml"));
        words.addAll(List.of(scenarios));
        NodeProject.Outcome outcome = suite.run(Map.of(), 300, words.toArray(String[]::new));
        Files.writeString(suite.file(revision + ".log"), outcome.output());
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
}

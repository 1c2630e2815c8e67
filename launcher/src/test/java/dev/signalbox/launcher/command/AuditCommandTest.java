package dev.signalbox.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditChannel;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.audit.AuditExport;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code audit} against a gateway that answers what the test wants, and without any. */
class AuditCommandTest {

    private static final Instant AT = Instant.parse("2026-11-30T23:00:00.25Z");

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<AuditEntry> entries = entries();
    private volatile String answer = "";
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void gateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private int ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=http://127.0.0.1:" + server.getAddress().getPort());
        return run(all.toArray(String[]::new));
    }

    private static List<AuditEntry> entries() {
        List<AuditEntry> entries = new ArrayList<>();
        String previous = AuditEntry.GENESIS;
        for (int i = 1; i <= 3; i++) {
            AuditRecorded recorded = new AuditRecorded(
                    "e" + i,
                    "r" + i,
                    AT,
                    new TenantId("acme"),
                    "ops",
                    "ada",
                    true,
                    "approval.decide",
                    "grant",
                    "approval",
                    "a-" + i,
                    AuditPhase.DONE,
                    200,
                    null,
                    AuditChannel.REST,
                    "192.0.2.7",
                    null,
                    null,
                    null);
            AuditEntry entry = AuditEntry.after(previous, i, recorded, AT);
            entries.add(entry);
            previous = entry.hash();
        }
        return entries;
    }

    private String exported() {
        StringBuilder text = new StringBuilder(AuditExport.start("acme", 0, AuditEntry.GENESIS)).append('\n');
        entries.forEach(entry -> text.append(AuditExport.entry(entry)).append('\n'));
        text.append(AuditExport.head("acme", 3, entries.getLast().hash())).append('\n');
        return text.append(AuditExport.end(1, 3)).append('\n').toString();
    }

    @Test
    void listsInALineEach() {
        answer = "{\"items\":[" + entries.getLast().canonical() + "],\"next\":\"3\"}";

        assertThat(ask("audit", "list", "--action", "approval.decide", "--from", "2026-11-30", "--tenant", "acme"))
                .isZero();

        assertThat(asked)
                .containsExactly("/v1/audit?limit=50&action=approval.decide&tenant=acme&from=2026-11-30T00%3A00%3A00Z");
        assertThat(out.toString())
                .contains(
                        "2026-11-30T23:00:00Z  acme #3  ops (ada)  approval.decide grant  approval a-3  done 200  rest"
                                + " from 192.0.2.7")
                .contains("--cursor 3");
    }

    @Test
    void exportsAFileThatItFindsIntact() throws Exception {
        answer = exported();
        Path file = folder.resolve("audit.ndjson");

        assertThat(ask("audit", "export", file.toString())).isZero();

        assertThat(Files.readString(file)).isEqualTo(answer);
        assertThat(out.toString()).contains("acme: entries 1 to 3").contains("3 entries in", "intact");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void overwritesNoFileUnlessItIsToldTo() throws Exception {
        answer = exported();
        Path file = Files.writeString(folder.resolve("audit.ndjson"), "kept");

        assertThat(ask("audit", "export", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("audit.ndjson is there already. With --force it is overwritten.");
        assertThat(Files.readString(file)).isEqualTo("kept");
        assertThat(asked).isEmpty();

        assertThat(ask("audit", "export", file.toString(), "--force")).isZero();
        assertThat(Files.readString(file)).isEqualTo(answer);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesNoFileOfAnExportThatBrokeOff() throws Exception {
        answer = exported().lines().limit(3).collect(java.util.stream.Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("audit.ndjson"), "kept");

        assertThat(ask("audit", "export", folder.resolve("new.ndjson").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("broke off after 2 entries");
        assertThat(ask("audit", "export", file.toString(), "--force")).isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo("kept");
        assertThat(folder).isDirectoryNotContaining("glob:**.part").isDirectoryNotContaining("glob:**new.ndjson");
    }

    /** It is the evidence. */
    @Test
    void keepsAnExportWhoseChainIsBroken() throws Exception {
        answer = exported().replace("\"subjectId\":\"a-2\"", "\"subjectId\":\"a-9\"");
        Path file = folder.resolve("audit.ndjson");

        assertThat(ask("audit", "export", file.toString())).isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo(answer);
        assertThat(out.toString()).contains("NOT intact");
    }

    @Test
    void tellsWhatWasPruned() {
        answer = "{\"intact\":true,\"chains\":[{\"tenant\":\"acme\",\"intact\":true,\"after\":3,\"sequence\":6,"
                + "\"hash\":\"ab\",\"pruned\":{\"through\":3,\"hash\":\"cd\",\"at\":\"2026-11-30T23:00:00Z\","
                + "\"by\":\"session-service\",\"setting\":\"retention 365d\",\"entry\":6},\"breaks\":[]}]}";

        assertThat(ask("audit", "verify")).isZero();

        assertThat(out.toString())
                .contains("acme: entries 4 to 6: intact")
                .contains(
                        "    entries 1 to 3 were pruned at 2026-11-30T23:00:00Z by session-service, retention 365d; entry 6"
                                + " says so");
    }

    @Test
    void leavesNoFileOfAnExportThatWasRefused() {
        status = 403;
        answer = "{\"title\":\"Not allowed\"}";

        assertThat(ask("audit", "export", folder.resolve("audit.ndjson").toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("Not allowed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void verifiesAFileWithoutAnyGateway() throws Exception {
        Path file = Files.writeString(folder.resolve("audit.ndjson"), exported());
        assertThat(run("audit", "verify", file.toString())).isZero();

        Files.writeString(file, exported().replace("\"subjectId\":\"a-2\"", "\"subjectId\":\"a-9\""));
        assertThat(run("audit", "verify", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("audit.ndjson line 3: chain acme, entry 2: its content is not what its hash says")
                .contains("NOT intact");
        assertThat(asked).isEmpty();
    }

    @Test
    void comparesWithCheckpointsOfEitherKind() throws Exception {
        Path file = Files.writeString(folder.resolve("audit.ndjson"), exported());
        Path kept = folder.resolve("heads.txt");
        Files.writeString(
                kept,
                "# kept on Monday\nacme 2 " + entries.get(1).hash() + "\n"
                        + "{\"tenant\":\"acme\",\"sequence\":3,\"hash\":\""
                        + entries.get(2).hash() + "\",\"at\":\"2026-11-30T23:00:00Z\"}\n");
        assertThat(run("audit", "verify", file.toString(), "--checkpoints", kept.toString()))
                .isZero();

        Files.writeString(kept, "acme 4 " + entries.get(2).hash() + "\n");
        assertThat(run("audit", "verify", file.toString(), "--checkpoints", kept.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("entries were cut off");

        Files.writeString(kept, "acme four\n");
        assertThat(run("audit", "verify", file.toString(), "--checkpoints", kept.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("heads.txt line 1 is no checkpoint");
    }

    @Test
    void letsTheServiceCheckWhatItHas() {
        answer = "{\"intact\":false,\"chains\":[{\"tenant\":\"acme\",\"intact\":false,\"after\":0,\"sequence\":3,"
                + "\"hash\":\"ab\",\"breaks\":[{\"sequence\":2,\"what\":\"it was changed\"}]}]}";

        assertThat(ask("audit", "verify")).isEqualTo(1);

        assertThat(asked).containsExactly("/v1/audit/verification");
        assertThat(out.toString()).contains("acme: entries 1 to 3: NOT intact").contains("  entry 2: it was changed");
    }

    @Test
    void printsHeadsAsVerifyTakesThem() throws Exception {
        answer = "{\"chains\":[{\"tenant\":\"acme\",\"sequence\":3,\"hash\":\""
                + entries.getLast().hash() + "\",\"at\":\"2026-11-30T23:00:00Z\"}]}";
        assertThat(ask("audit", "head")).isZero();

        Path file = Files.writeString(folder.resolve("audit.ndjson"), exported());
        Path kept = Files.writeString(folder.resolve("heads.txt"), out.toString());
        assertThat(run("audit", "verify", file.toString(), "--checkpoints", kept.toString()))
                .isZero();
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(run("audit")).isEqualTo(2);
        assertThat(run("audit", "verify", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("list, export, verify or head").contains("There is no file");
    }
}

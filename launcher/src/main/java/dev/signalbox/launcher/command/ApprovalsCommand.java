package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.launcher.task.ForPeople;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What waits for a decision. */
@Command(
        name = "approvals",
        mixinStandardHelpOptions = true,
        description = "What waits for a human's decision: proposed agents, quotes of workflows, calls of tools.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox approvals",
            "  ./signalbox approvals APPROVAL",
            "  ./signalbox approve APPROVAL --comment \"go ahead\""
        })
public final class ApprovalsCommand implements Callable<Integer> {

    static final String APPROVALS = "/v1/approvals";

    @Parameters(index = "0", arity = "0..1", paramLabel = "APPROVAL", description = "One of them, with everything.")
    private @Nullable String id;

    @Option(names = "--all", description = "Those that are decided as well.")
    private boolean all;

    @Option(names = "--kind", description = "Only agent_proposal, workflow_quote or tool_call.")
    private @Nullable String kind;

    @Mixin
    private final GatewayWork work = new GatewayWork();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (id != null) {
            String path = APPROVALS + "/" + GatewayWork.encoded(id);
            return work.ask(gateway -> gateway.get(path), ApprovalsCommand::whole);
        }
        String query = "?limit=200&status=" + (all ? "all" : "pending")
                + (kind == null ? "" : "&kind=" + GatewayWork.encoded(kind));
        return work.ask(
                gateway -> gateway.get(APPROVALS + query),
                page -> GatewayWork.lines(page.path("items"), "Nothing waits for a decision.", ApprovalsCommand::line));
    }

    private static String line(JsonNode approval) {
        return approval.path("approvalId").asText() + "  "
                + approval.path("kind").asText() + "  "
                + approval.path("status").asText() + "  "
                + plain(approval.path("title"), 80);
    }

    static List<String> whole(JsonNode approval) {
        List<String> lines = new ArrayList<>();
        lines.add(line(approval));
        lines.add("  " + ForPeople.words(plain(approval.path("detail"), 1000)));
        JsonNode details = approval.path("details");
        details.properties().forEach(detail -> {
            if (detail.getValue().isValueNode()) {
                lines.add("  " + detail.getKey() + ": " + ForPeople.words(plain(detail.getValue(), 500)));
            }
        });
        if (approval.hasNonNull("decidedAt")) {
            lines.add("  " + approval.path("status").asText()
                    + (approval.hasNonNull("scope")
                            ? " " + approval.path("scope").asText()
                            : "")
                    + " by " + approval.path("decidedBy").asText("nobody") + " at "
                    + ForPeople.time(approval.path("decidedAt"))
                    + (approval.hasNonNull("comment") ? ": " + plain(approval.path("comment"), 300) : ""));
        } else {
            lines.add(
                    "  expires at " + ForPeople.time(approval.path("expiresAt")) + "; decide with ./signalbox approve "
                            + approval.path("approvalId").asText() + " or ./signalbox refuse "
                            + approval.path("approvalId").asText());
        }
        return lines;
    }
}

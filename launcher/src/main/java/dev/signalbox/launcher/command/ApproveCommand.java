package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Grants what waits for a decision; what waited goes on by itself. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Grants what waits for a decision; what waited goes on by itself. The same decision again changes nothing; another one is refused.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox approvals",
            "  ./signalbox approve APPROVAL --once",
            "  ./signalbox approve APPROVAL --permanently --comment \"we need this one often\""
        })
public final class ApproveCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "APPROVAL", description = "Its id; ./signalbox approvals lists them.")
    private String id = "";

    @Option(names = "--comment", description = "Why, for the record.")
    private @Nullable String comment;

    @Option(names = "--hash", description = "Decide only if what is asked still has this hash.")
    private @Nullable String hash;

    @ArgGroup
    private @Nullable Scope scope;

    /** How far the grant reaches; left out, once where a task waits and permanently where none does. */
    static final class Scope {

        @Option(names = "--once", description = "For what waits, and for nothing else.")
        private boolean once;

        @Option(names = "--permanently", description = "A proposed agent is made and deployed.")
        private boolean permanently;
    }

    @Mixin
    private final GatewayWork work = new GatewayWork();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode().put("decision", "grant");
        if (scope != null) {
            body.put("scope", scope.permanently ? "permanently" : "once");
        }
        if (comment != null) {
            body.put("comment", comment);
        }
        if (hash != null) {
            body.put("hash", hash);
        }
        String path = ApprovalsCommand.APPROVALS + "/" + GatewayWork.encoded(id) + "/decision";
        return work.ask(gateway -> gateway.post(path, body), ApprovalsCommand::whole);
    }
}

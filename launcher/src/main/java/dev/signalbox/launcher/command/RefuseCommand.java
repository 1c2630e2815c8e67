package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refuses what waits for a decision; what waited ends with that reason. */
@Command(
        name = "refuse",
        mixinStandardHelpOptions = true,
        description =
                "Refuses what waits for a decision; what waited ends with that reason. The same decision again changes nothing; another one is refused.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox refuse APPROVAL --comment \"too expensive\""})
public final class RefuseCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "APPROVAL", description = "Its id; ./signalbox approvals lists them.")
    private String id = "";

    @Option(names = "--comment", description = "Why, for the record.")
    private @Nullable String comment;

    @Option(names = "--hash", description = "Decide only if what is asked still has this hash.")
    private @Nullable String hash;

    @Mixin
    private final GatewayWork work = new GatewayWork();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode().put("decision", "refuse");
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

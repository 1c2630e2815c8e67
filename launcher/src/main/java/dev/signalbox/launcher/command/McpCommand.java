package dev.signalbox.launcher.command;

import dev.signalbox.launcher.mcp.Bridge;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Speaks the Model Context Protocol on standard input and output. */
@Command(
        name = "mcp",
        mixinStandardHelpOptions = true,
        description = {
            "Speaks the Model Context Protocol on standard input and output, for clients that start their servers as"
                    + " programs. Each message is handed to the gateway's /mcp and its answers are handed back; notes go"
                    + " to standard error. Clients that speak HTTP need none of this: they use http://localhost:8080/mcp."
        },
        footerHeading = "%nExample of a client's configuration:%n",
        footer = {
            "  {\"mcpServers\": {\"signalbox\": {\"command\": \"/path/to/signalbox\", \"args\": [\"mcp\"]}}}",
            "",
            "Environment: SIGNALBOX_URL (a gateway elsewhere), SIGNALBOX_API_KEY (sent as bearer token)."
        })
public final class McpCommand implements Callable<Integer> {

    @Mixin
    private final GatewayOption address = new GatewayOption();

    @Override
    public Integer call() throws IOException {
        String url = address.url();
        URI endpoint = URI.create((url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/mcp");
        try (Bridge bridge = new Bridge(
                endpoint,
                GatewayOption.apiKey(),
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                System.err)) {
            bridge.run(System.in);
        }
        return ExitCode.OK;
    }
}

package dev.signalbox.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands share that ask the gateway and print the answer: in words, or with {@code --json} as it came. */
final class GatewayWork {

    @Option(names = "--json", description = "Print the answer as JSON, and nothing else.")
    private boolean json;

    @Mixin
    private final GatewayOption address = new GatewayOption();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Asks. */
    interface Question {
        JsonNode to(Gateway gateway) throws GatewayException, InterruptedException, IOException;
    }

    /** Tells the answer in lines. */
    interface Words {
        List<String> of(JsonNode answer);
    }

    /** Does more than ask once. */
    interface Work {
        int with(Gateway gateway, PrintWriter out) throws GatewayException, InterruptedException, IOException;
    }

    int ask(Question question, Words words) throws IOException, InterruptedException {
        return work((gateway, out) -> {
            print(out, question.to(gateway), words);
            return ExitCode.OK;
        });
    }

    int work(Work work) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Gateway gateway = address.open()) {
            return work.with(gateway, out);
        } catch (GatewayException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        } finally {
            out.flush();
        }
    }

    void print(PrintWriter out, JsonNode answer, Words words) {
        if (json) {
            out.println(answer.toPrettyString());
        } else {
            words.of(answer).forEach(out::println);
        }
        out.flush();
    }

    /** For what is followed; what it has to say goes to standard error. */
    Patience patience(String what, String again) {
        return new Patience(spec.commandLine().getErr(), what, again);
    }

    boolean json() {
        return json;
    }

    /** Each element in a line, or words for none. */
    static List<String> lines(JsonNode elements, String none, java.util.function.Function<JsonNode, String> line) {
        List<String> lines = new ArrayList<>();
        elements.forEach(element -> lines.add(line.apply(element)));
        return lines.isEmpty() ? List.of(none) : lines;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One line of what others wrote, and nothing that a terminal would obey. */
    static String plain(JsonNode text, int longest) {
        String line = text.asText("").replaceAll("\\p{C}+", " ").strip();
        return line.length() <= longest ? line : line.substring(0, longest - 3) + "...";
    }
}

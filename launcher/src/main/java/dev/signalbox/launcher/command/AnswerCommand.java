package dev.signalbox.launcher.command;

import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import dev.signalbox.launcher.task.Questions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers what an agent asked. */
@Command(
        name = "answer",
        mixinStandardHelpOptions = true,
        description = "Answers what an agent asked; run tells the ids. Of several answers the first counts.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./signalbox answer 019a9f6e-3c11-7c55-9c1e-2f64d1b0a7e3 q-1 \"Use the blue one.\""})
public final class AnswerCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "TASK", description = "The task's id.")
    private String task = "";

    @Parameters(index = "1", paramLabel = "QUESTION", description = "The question's id.")
    private String question = "";

    @Parameters(index = "2", paramLabel = "TEXT", description = "The answer; - reads standard input.")
    private String text = "";

    @Mixin
    private final GatewayOption address = new GatewayOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String answer = text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text;
        String path = "/v1/tasks/" + URLEncoder.encode(task, StandardCharsets.UTF_8) + "/answers";
        try (Gateway gateway = address.open()) {
            gateway.post(path, Questions.answer(question, answer));
            spec.commandLine()
                    .getOut()
                    .println("Sent. It counts if question " + question + " still waits for its first answer.");
            return ExitCode.OK;
        } catch (GatewayException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
    }
}

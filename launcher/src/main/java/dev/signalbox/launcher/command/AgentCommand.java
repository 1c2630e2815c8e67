package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.task.Gateway;
import dev.signalbox.launcher.task.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The workbench: agents from a template to deployed, and how their versions do. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The workbench: makes agents from templates, tests and deploys them, tries new versions on a share of the"
                    + " tasks, and tells how they do."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./signalbox agent create contract_reviewer --template custom --name \"Contract Reviewer\" \\",
            "      --description \"Reviews contracts for data protection\" --follow",
            "  ./signalbox agent revise contract_reviewer changes.json --canary 0.2",
            "  ./signalbox agent evidence contract_reviewer",
            "  ./signalbox agent promote contract_reviewer",
            "  ./signalbox agent rollback contract_reviewer"
        })
public final class AgentCommand implements Runnable {

    private static final String AGENTS = "/v1/agents";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: list, show, create, revise, pipeline, versions, diff, canary, promote, rollback,"
                        + " retire or evidence");
    }

    @Command(mixinStandardHelpOptions = true, description = "Agents.")
    int list(
            @Mixin GatewayWork work,
            @Parameters(arity = "0..1", paramLabel = "WORDS", description = "Only those that match.") @Nullable
                    String words,
            @Option(names = "--status", description = "Only draft, deployed or retired.") @Nullable String status)
            throws IOException, InterruptedException {
        String query = "?limit=200"
                + (words == null ? "" : "&q=" + encoded(words))
                + (status == null ? "" : "&status=" + encoded(status));
        return work.ask(
                gateway -> gateway.get(AGENTS + query),
                page -> GatewayWork.lines(page.path("agents"), "There are none.", AgentWords::line));
    }

    @Command(mixinStandardHelpOptions = true, description = "One agent, as JSON.")
    int show(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id.") String id,
            @Option(names = "--at", paramLabel = "VERSION", description = "An earlier version.") @Nullable
                    Integer version)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.get(path(id) + (version == null ? "" : "?version=" + version)),
                agent -> List.of(agent.toPrettyString()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes an agent and sends it through the pipeline: generated, validated, prepared, deployed.")
    int create(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id, such as contract_reviewer.") String id,
            @Option(names = "--name", description = "For people; the id when left out.") @Nullable String name,
            @Option(names = "--description", description = "What it is good for.") @Nullable String description,
            @Option(names = "--role", description = "What it is in a team; the id when left out.") @Nullable
                    String role,
            @Option(names = "--skill", description = "A skill; may be repeated.") @Nullable List<String> skills,
            @Option(names = "--tool", description = "A tool that it may use; may be repeated.") @Nullable
                    List<String> tools,
            @Option(names = "--model", description = "A model or its alias.") @Nullable String model,
            @Option(
                            names = "--template",
                            description =
                                    "research_specialist, ui_designer, api_specialist, security_auditor, custom or"
                                            + " one of yours; see /v1/templates.")
                    @Nullable
                    String template,
            @Option(names = "--by-model", description = "Let a model write it; a template where there is none.")
                    boolean byModel,
            @Option(names = "--from", paramLabel = "FILE", description = "Its whole specification, JSON.") @Nullable
                    Path file,
            @Option(names = "--draft", description = "Keep it as a draft.") boolean draft,
            @Option(names = "--manual", description = "Stop before it is deployed.") boolean manual,
            @Option(names = "--follow", description = "Tell how far it is, to the end.") boolean follow)
            throws IOException, InterruptedException {
        ObjectNode body = file == null ? Json.mapper().createObjectNode() : read(file);
        body.put("id", id);
        put(body, "name", name == null && !body.has("name") ? id : name);
        put(body, "role", role == null && !body.has("role") ? id : role);
        put(body, "description", description);
        put(body, "model", model);
        list(body, "skills", skills);
        list(body, "tools", tools);
        if (!draft) {
            ObjectNode pipeline = body.putObject("pipeline").put("generator", byModel ? "model" : "template");
            put(pipeline, "template", template);
            pipeline.put("deploy", manual ? "manual" : "auto");
        }
        return work.work((gateway, out) -> {
            JsonNode made = gateway.post(AGENTS, body);
            if (follow && !draft) {
                return followed(work, gateway, out, id, null);
            }
            work.print(
                    out,
                    made,
                    agent -> List.of(
                            draft
                                    ? AgentWords.draft(agent)
                                    : AgentWords.sent(agent, Json.mapper().createObjectNode())));
            return ExitCode.OK;
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Gives an agent one more version and sends it on its way.")
    int revise(
            @Mixin GatewayWork work,
            @Parameters(index = "0", paramLabel = "AGENT", description = "Its id.") String id,
            @Parameters(index = "1", paramLabel = "FILE", description = "What changes, JSON; the rest stays.")
                    Path file,
            @Option(names = "--canary", paramLabel = "SHARE", description = "Deploy it to this share of the tasks.")
                    @Nullable
                    Double share,
            @Option(names = "--draft", description = "Keep it as a draft.") boolean draft,
            @Option(names = "--follow", description = "Tell how far it is, to the end.") boolean follow)
            throws IOException, InterruptedException {
        ObjectNode changes = read(file);
        return work.work((gateway, out) -> {
            ObjectNode body = AgentWords.specification(gateway.get(path(id)));
            body.setAll(changes);
            JsonNode revised = gateway.put(path(id), body);
            int version = revised.path("version").asInt();
            JsonNode pipeline = Json.mapper().createObjectNode();
            if (!draft) {
                ObjectNode options = Json.mapper().createObjectNode().put("version", version);
                options.put("deploy", share == null ? "auto" : "canary");
                if (share != null) {
                    options.put("share", share);
                }
                pipeline = gateway.post(path(id) + "/pipeline", options);
            }
            if (follow && !draft) {
                return followed(work, gateway, out, id, version);
            }
            String words = draft ? AgentWords.draft(revised) : AgentWords.sent(revised, pipeline);
            work.print(out, revised, agent -> List.of(words));
            return ExitCode.OK;
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "How far a version has come, with its tests.")
    int pipeline(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id.") String id,
            @Option(names = "--of", paramLabel = "VERSION", description = "The newest when left out.") @Nullable
                    Integer version,
            @Option(names = "--follow", description = "To its end.") boolean follow)
            throws IOException, InterruptedException {
        return work.work((gateway, out) -> {
            if (follow) {
                return followed(work, gateway, out, id, version);
            }
            work.print(out, gateway.get(pipelinePath(id, version)), AgentWords::pipeline);
            return ExitCode.OK;
        });
    }

    private static int followed(
            GatewayWork work, Gateway gateway, PrintWriter out, String id, @Nullable Integer version)
            throws GatewayException, InterruptedException {
        String again = "./signalbox agent pipeline " + id + (version == null ? "" : " --of " + version) + " --follow";
        Patience patience = work.patience("the pipeline", again);
        int told = 0;
        while (true) {
            JsonNode pipeline = patience.get(gateway, pipelinePath(id, version));
            JsonNode steps = pipeline.path("steps");
            for (; told < steps.size() && !work.json(); told++) {
                out.println(AgentWords.step(steps.get(told)));
                out.flush();
            }
            String state = pipeline.path("state").asText();
            if (!AgentWords.GOES_ON.contains(state)) {
                work.print(out, pipeline, AgentWords::pipeline);
                return state.equals("failed") ? ExitCode.SOFTWARE : ExitCode.OK;
            }
            Thread.sleep(500);
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "All versions, the newest first.")
    int versions(@Mixin GatewayWork work, @Parameters(paramLabel = "AGENT", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.get(path(id) + "/versions"),
                answer -> GatewayWork.lines(answer.path("versions"), "There are none.", AgentWords::version));
    }

    @Command(mixinStandardHelpOptions = true, description = "What differs between two versions.")
    int diff(
            @Mixin GatewayWork work,
            @Parameters(index = "0", paramLabel = "AGENT", description = "Its id.") String id,
            @Parameters(index = "1", arity = "0..1", paramLabel = "FROM", description = "The one before the newest.")
                    @Nullable
                    Integer from,
            @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "The newest.") @Nullable
                    Integer to)
            throws IOException, InterruptedException {
        String query = from == null ? "" : "?from=" + from + (to == null ? "" : "&to=" + to);
        return work.ask(gateway -> gateway.get(path(id) + "/diff" + query), AgentWords::diff);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Tries a version on a share of the tasks, or ends the trial.")
    int canary(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id.") String id,
            @Option(names = "--of", paramLabel = "VERSION", description = "The newest when left out.") @Nullable
                    Integer version,
            @Option(names = "--share", description = "0 to 0.5; 0.1 when left out.") @Nullable Double share,
            @Option(names = "--runs", description = "Evidence before the better one is preferred.") @Nullable
                    Integer minimumRuns,
            @Option(names = "--end", description = "End the trial.") boolean end)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        number(body, "version", version);
        number(body, "minimumRuns", minimumRuns);
        if (share != null) {
            body.put("share", share);
        }
        return work.ask(
                gateway -> end ? gateway.delete(path(id) + "/canary") : gateway.post(path(id) + "/canary", body),
                agent -> List.of(AgentWords.line(agent)));
    }

    @Command(mixinStandardHelpOptions = true, description = "Puts the version on trial on duty.")
    int promote(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id.") String id,
            @Option(names = "--of", paramLabel = "VERSION", description = "Only if it is this one.") @Nullable
                    Integer version)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        number(body, "version", version);
        return work.ask(gateway -> gateway.post(path(id) + "/promote", body), agent -> List.of(AgentWords.line(agent)));
    }

    @Command(mixinStandardHelpOptions = true, description = "Goes back to an earlier version.")
    int rollback(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id.") String id,
            @Option(names = "--to", paramLabel = "VERSION", description = "The one on duty before, when left out.")
                    @Nullable
                    Integer version)
            throws IOException, InterruptedException {
        ObjectNode body = Json.mapper().createObjectNode();
        number(body, "to", version);
        return work.ask(
                gateway -> gateway.post(path(id) + "/rollback", body), agent -> List.of(AgentWords.line(agent)));
    }

    @Command(mixinStandardHelpOptions = true, description = "Withdraws an agent; it can be deployed again.")
    int retire(@Mixin GatewayWork work, @Parameters(paramLabel = "AGENT", description = "Its id.") String id)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.post(path(id) + "/retire", Json.mapper().createObjectNode()),
                agent -> List.of(AgentWords.line(agent)));
    }

    @Command(mixinStandardHelpOptions = true, description = "How versions do: runs, success, cost, latency.")
    int evidence(
            @Mixin GatewayWork work,
            @Parameters(paramLabel = "AGENT", description = "Its id.") String id,
            @Option(names = "--of", paramLabel = "VERSION", description = "All when left out.") @Nullable
                    Integer version)
            throws IOException, InterruptedException {
        return work.ask(
                gateway -> gateway.get(path(id) + "/evidence" + (version == null ? "" : "?version=" + version)),
                AgentWords::evidence);
    }

    private ObjectNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file);
        }
        if (Json.mapper().readTree(Files.readString(file)) instanceof ObjectNode object) {
            return object;
        }
        throw new ParameterException(spec.commandLine(), file + " is no JSON object");
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static void number(ObjectNode body, String name, @Nullable Integer value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static void list(ObjectNode body, String name, @Nullable List<String> values) {
        if (values != null) {
            values.forEach(body.putArray(name)::add);
        }
    }

    private static String path(String id) {
        return AGENTS + "/" + encoded(id);
    }

    private static String pipelinePath(String id, @Nullable Integer version) {
        return path(id) + "/pipeline" + (version == null ? "" : "?version=" + version);
    }
}

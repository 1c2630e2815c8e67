package dev.signalbox.simulators.scrapybara;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One instance of type {@code ubuntu}. */
final class Instance {

    private final String id;
    private final Sandbox sandbox;
    private final Instant launched = Instant.now();
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private volatile Instant ends;
    private volatile String status = "running";

    Instance(String id, Sandbox sandbox, Duration lifetime) {
        this.id = id;
        this.sandbox = sandbox;
        this.ends = launched.plus(lifetime);
    }

    String id() {
        return id;
    }

    boolean over() {
        return status.equals("running") && Instant.now().isAfter(ends);
    }

    boolean running() {
        return status.equals("running");
    }

    Map<String, String> environment() {
        return environment;
    }

    void pause() {
        status = "paused";
    }

    void resume(Duration lifetime) {
        ends = Instant.now().plus(lifetime);
        status = "running";
    }

    void stop() {
        status = "terminated";
        sandbox.close();
    }

    ObjectNode describe() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("launch_time", launched.toString())
                .put("instance_type", "ubuntu")
                .put("status", status);
    }

    ObjectNode status() {
        return JsonNodeFactory.instance.objectNode().put("status", status);
    }

    /** Runs a command and answers when it has ended. */
    ObjectNode bash(String command, Duration atMost) throws SandboxException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        SandboxProcess process = sandbox.start(
                new Command(List.of("/bin/bash", "-s"), environment, "", command), (stream, bytes, offset, length) -> {
                    ByteArrayOutputStream into = stream == Stream.STDOUT ? output : error;
                    synchronized (into) {
                        into.write(bytes, offset, length);
                    }
                });
        boolean ended = process.awaitEnd(atMost);
        if (!ended) {
            process.kill();
        }
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("output", text(output))
                .put("error", ended ? text(error) : "timed out")
                .putNull("base64_image");
        return answer.putNull("system");
    }

    private static String text(ByteArrayOutputStream bytes) {
        synchronized (bytes) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    void write(String path, byte[] content) throws SandboxException, InterruptedException {
        sandbox.write(Map.of(path, content));
    }

    byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        return sandbox.read(path, atMost);
    }
}

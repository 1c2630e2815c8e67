package dev.signalbox.executor.adapter.scrapybara;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** An instance that runs. */
final class ScrapybaraSandbox implements Sandbox {

    private final ScrapybaraProvider provider;
    private final ScrapybaraApi api;
    private final String id;
    private final String workFolder;
    private final SandboxRequest request;
    private final Duration pollEvery;
    private final ScrapybaraFiles files;
    private final String owner = UUID.randomUUID().toString();
    private final AtomicInteger started = new AtomicInteger();
    private volatile boolean closed;

    ScrapybaraSandbox(
            ScrapybaraProvider provider,
            ScrapybaraApi api,
            String id,
            String workFolder,
            SandboxRequest request,
            Duration pollEvery) {
        this.provider = provider;
        this.api = api;
        this.id = id;
        this.workFolder = workFolder;
        this.request = request;
        this.pollEvery = pollEvery;
        this.files = new ScrapybaraFiles(api, id);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String workFolder() {
        return workFolder;
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException {
        requireOpen();
        String tag = owner + "." + started.incrementAndGet();
        String folder =
                api.bash(id, Bash.start(command, request.environment(), tag)).strip();
        if (!folder.startsWith("/tmp/.signalbox-run.")) {
            throw new SandboxException(Kind.UNAVAILABLE, "the command could not be started");
        }
        ScrapybaraProcess process = new ScrapybaraProcess(api, id, folder, tag, pollEvery, output);
        process.follow();
        return process;
    }

    @Override
    public void write(Map<String, byte[]> contents) throws SandboxException, InterruptedException {
        requireOpen();
        files.write(contents);
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        requireOpen();
        return files.read(path, atMost);
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        requireOpen();
        return files.list(path, depth);
    }

    /** The API has no call for it: instances are started for their longest time. */
    @Override
    public void extend(Duration fromNow) throws SandboxException {
        requireOpen();
    }

    /** The API does not say. */
    @Override
    public Measurement measure() {
        return Measurement.UNKNOWN;
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        requireOpen();
        return files.collect(".*-.*", placed);
    }

    @Override
    public boolean pause() throws SandboxException, InterruptedException {
        api.post("/v1/instance/" + id + "/pause", JsonNodeFactory.instance.objectNode());
        return true;
    }

    @Override
    public void resume() throws SandboxException, InterruptedException {
        api.post(
                "/v1/instance/" + id + "/resume?timeout_hours=" + ScrapybaraProvider.hours(request.longest()),
                JsonNodeFactory.instance.objectNode());
    }

    private void requireOpen() throws SandboxException {
        if (closed) {
            throw new SandboxException(Kind.GONE, "the instance was stopped");
        }
    }

    @Override
    public void close() {
        closed = true;
        provider.removeQuietly(id);
    }
}

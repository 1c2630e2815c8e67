package dev.signalbox.simulators.e2b;

import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Sandbox;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A sandbox of the simulated account. Its state changes under its own lock. */
final class SimulatedSandbox {

    private static final BigDecimal VCPU_SECOND = new BigDecimal("0.000014");
    private static final BigDecimal GIB_SECOND = new BigDecimal("0.0000045");
    private static final BigDecimal MIB_PER_GIB = BigDecimal.valueOf(1024);
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    final String id;
    final String template;
    final Resources size;
    final Map<String, String> metadata;
    final @Nullable Boolean internet;
    final boolean autoPause;
    final boolean autoResume;
    final @Nullable String token;
    final String envdVersion;
    final Sandbox inside;
    final Instant startedAt;
    final Map<Integer, SimulatedProcess> processes = new ConcurrentHashMap<>();
    final Map<String, CodeContext> contexts = new ConcurrentHashMap<>();
    final AtomicInteger numbers = new AtomicInteger();

    private Instant endAt;
    private State state = State.RUNNING;
    private Instant countedFrom;
    private Duration counted = Duration.ZERO;

    enum State {
        RUNNING,
        PAUSED,
        KILLED
    }

    /** What a client asked for. */
    record Wanted(
            String template,
            Resources size,
            Map<String, String> metadata,
            Map<String, String> environment,
            @Nullable Boolean internet,
            boolean autoPause,
            boolean autoResume,
            boolean secure,
            Duration timeout) {}

    SimulatedSandbox(
            String id, Wanted wanted, @Nullable String token, String envdVersion, Sandbox inside, Instant now) {
        this.id = id;
        this.template = wanted.template();
        this.size = wanted.size();
        this.metadata = Map.copyOf(wanted.metadata());
        this.internet = wanted.internet();
        this.autoPause = wanted.autoPause();
        this.autoResume = wanted.autoResume();
        this.token = token;
        this.envdVersion = envdVersion;
        this.inside = inside;
        this.startedAt = now;
        this.countedFrom = now;
        this.endAt = now.plus(wanted.timeout());
    }

    synchronized State state() {
        return state;
    }

    synchronized boolean running() {
        return state == State.RUNNING;
    }

    synchronized Instant endAt() {
        return endAt;
    }

    synchronized void endAt(Instant time) {
        endAt = time;
    }

    /** Moves to another state if it is in the one expected, and counts what it cost. */
    synchronized boolean move(State from, State to, Instant now) {
        if (state != from) {
            return false;
        }
        if (state == State.RUNNING) {
            counted = counted.plus(Duration.between(countedFrom, now));
        }
        if (to == State.RUNNING) {
            countedFrom = now;
        }
        state = to;
        return true;
    }

    /** How long it ran; a paused one does not count. */
    synchronized Duration counted(Instant now) {
        return state == State.RUNNING ? counted.plus(Duration.between(countedFrom, now)) : counted;
    }

    /** What the account is charged: the allocated size, for the time that it ran. */
    BigDecimal dollars(Instant now) {
        BigDecimal seconds = BigDecimal.valueOf(counted(now).toMillis()).divide(MILLIS, MathContext.DECIMAL64);
        BigDecimal gib = BigDecimal.valueOf(size.memoryMib()).divide(MIB_PER_GIB, MathContext.DECIMAL64);
        return seconds.multiply(
                VCPU_SECOND.multiply(BigDecimal.valueOf(size.vcpus())).add(GIB_SECOND.multiply(gib)));
    }

    /** The answer of create, connect and resume. */
    Map<String, Object> created(@Nullable String domain) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("templateID", template);
        map.put("alias", template);
        map.put("sandboxID", id);
        map.put("clientID", "simulator");
        map.put("envdVersion", envdVersion);
        if (token != null) {
            map.put("envdAccessToken", token);
        }
        if (domain != null) {
            map.put("domain", domain);
        }
        return map;
    }

    /** An entry of a list. */
    Map<String, Object> listed() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("templateID", template);
        map.put("alias", template);
        map.put("sandboxID", id);
        map.put("clientID", "simulator");
        map.put("startedAt", startedAt);
        map.put("endAt", endAt());
        map.put("cpuCount", size.vcpus());
        map.put("memoryMB", size.memoryMib());
        map.put("diskSizeMB", size.diskMib());
        map.put("metadata", metadata);
        map.put("state", state() == State.PAUSED ? "paused" : "running");
        map.put("envdVersion", envdVersion);
        return map;
    }

    /** The detail. */
    Map<String, Object> detail() {
        Map<String, Object> map = listed();
        if (token != null) {
            map.put("envdAccessToken", token);
        }
        if (internet != null) {
            map.put("allowInternetAccess", internet);
        }
        map.put("lifecycle", Map.of("autoResume", autoResume, "onTimeout", autoPause ? "pause" : "kill"));
        return map;
    }
}

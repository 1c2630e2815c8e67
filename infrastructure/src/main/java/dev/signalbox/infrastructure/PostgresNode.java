package dev.signalbox.infrastructure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of this machine with the database and the role {@code signalbox}, which needs no password here. */
public final class PostgresNode implements LocalServer {

    /** Name of the database and of the role that owns it. */
    public static final String DATABASE = "signalbox";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final Path binaries;
    private final int port;
    private final Map<String, String> overrides;
    private @Nullable FolderLock lock;
    private @Nullable EmbeddedPostgres server;

    /**
     * A server that is not started yet.
     *
     * @param data folder of its own
     * @param binaries where PostgreSQL is unpacked to
     * @param port where clients connect
     */
    public PostgresNode(Path data, Path binaries, int port) {
        this(data, binaries, port, Map.of());
    }

    /**
     * A server with settings of its own.
     *
     * @param overrides server settings by PostgreSQL's own names
     */
    public PostgresNode(Path data, Path binaries, int port, Map<String, String> overrides) {
        this.data = data.toAbsolutePath();
        this.binaries = binaries.toAbsolutePath();
        this.port = port;
        this.overrides = Map.copyOf(overrides);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String address() {
        return "localhost:" + port + "/" + DATABASE;
    }

    /** Role that owns the database. */
    public String user() {
        return DATABASE;
    }

    @Override
    public synchronized void start() throws IOException {
        if (alive()) {
            return;
        }
        stop();
        Files.createDirectories(binaries);
        FolderLock taken = FolderLock.take(data.resolveSibling(data.getFileName() + ".lock"));
        lock = taken;
        boolean started = false;
        try {
            clearLeftOver();
            Ports.requireFree("PostgreSQL", port);
            EmbeddedPostgres starting = launch();
            server = starting;
            createDatabase(starting);
            Files.writeString(initialised(), "");
            started = true;
        } catch (IllegalStateException | SQLException e) {
            throw new IOException("PostgreSQL does not start: " + e.getMessage(), e);
        } finally {
            if (!started) {
                stop();
            }
        }
    }

    @Override
    public synchronized void stop() {
        EmbeddedPostgres stopping = server;
        server = null;
        try {
            if (stopping != null) {
                stopping.close();
            }
            endPostmaster();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }

    @Override
    public synchronized boolean alive() {
        return server != null && Processes.alive(pid());
    }

    /** Process id of the postmaster, -1 when it does not run. */
    public long pid() {
        Path file = data.resolve("postmaster.pid");
        try {
            String first = Files.readString(file).lines().findFirst().orElse("").strip();
            return first.matches("\\d{1,10}") ? Long.parseLong(first) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private Path initialised() {
        return data.resolveSibling(data.getFileName() + ".initialised");
    }

    private void clearLeftOver() throws IOException {
        if (!Files.exists(initialised())) {
            // A first start that was killed half-way leaves a folder that PostgreSQL refuses.
            endPostmaster();
            Folders.delete(data);
            return;
        }
        endPostmaster();
    }

    /** Ends a postmaster of this data folder, whoever started it, and its stale pid file. */
    private void endPostmaster() throws IOException {
        long pid = pid();
        if (pid > 0 && Processes.isOurs(pid, data.toString())) {
            // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
            Processes.end(pid, "INT", Duration.ofSeconds(20));
        }
        if (pid > 0 && !Processes.isOurs(pid, data.toString())) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        Path log = data.resolveSibling("postgres.log");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("locale", "C")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                // The library turns fsync off for tests; here the data is somebody's.
                .setServerConfig("fsync", "on")
                .setServerConfig("listen_addresses", Ports.LOOPBACK)
                // No socket in /tmp: two users of one machine would fight over its name.
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "60")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("jit", "off")
                .setServerConfig("log_checkpoints", "off");
        overrides.forEach(builder::setServerConfig);
        return builder.start();
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + DATABASE + "'")) {
                statement.execute("CREATE ROLE " + DATABASE + " LOGIN");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + DATABASE);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }
}

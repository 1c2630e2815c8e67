package dev.signalbox.infrastructure.testing;

import dev.signalbox.infrastructure.KafkaNode;
import dev.signalbox.infrastructure.PostgresNode;
import dev.signalbox.infrastructure.RedisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Embedded servers with data in a folder that goes when the JVM ends, or when a later one finds it left behind. */
final class EmbeddedServers {

    static final String PREFIX = "signalbox-test-";

    private EmbeddedServers() {}

    static Servers start() {
        try {
            Path base = Path.of(System.getProperty("java.io.tmpdir"));
            removeLeftOvers(base);
            String user = System.getProperty("user.name").replaceAll("\\W", "_");
            Path data =
                    base.resolve(PREFIX + user + "-" + ProcessHandle.current().pid());
            Files.createDirectories(data);
            RedisNode redis = new RedisNode(data.resolve("redis"), data.resolve("bin-redis"), FreePorts.next());
            // PostgreSQL is unpacked once per user, because that takes longer than starting it.
            PostgresNode postgres = new PostgresNode(
                    data.resolve("postgres"), base.resolve("signalbox-postgres-" + user), FreePorts.next());
            KafkaNode kafka =
                    new KafkaNode(data.resolve("kafka"), FreePorts.next(), SignalboxServers.RECORD_LOCK, Map.of());
            redis.start();
            postgres.start();
            Runtime.getRuntime().addShutdownHook(new Undertaker(data, redis.pid(), postgres.pid()));
            kafka.start();
            return new Servers(kafka.address(), postgres.address(), postgres.user(), "", redis.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A test JVM that was killed leaves its Redis and PostgreSQL running. */
    private static void removeLeftOvers(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                String owner = name.substring(name.lastIndexOf('-') + 1);
                if (owner.matches("\\d{1,10}")
                        && ProcessHandle.of(Long.parseLong(owner)).isEmpty()
                        && Files.isWritable(folder)) {
                    bury(folder);
                }
            }
        }
    }

    private static void bury(Path folder) throws IOException {
        Path redisPid = folder.resolve("redis").resolve("redis.pid");
        long redis = Files.exists(redisPid)
                ? Long.parseLong(Files.readString(redisPid).strip())
                : -1;
        long postgres = new PostgresNode(folder.resolve("postgres"), folder, 1).pid();
        new Undertaker(folder, mine(redis, folder), mine(postgres, folder)).run();
    }

    /** The process if it lives and its command line names the folder, otherwise -1. */
    private static long mine(long pid, Path folder) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains(folder.toString()))
                .map(line -> pid)
                .orElse(-1L);
    }

    /**
     * Ends the two processes and removes the folder, in a shell of its own: in a shutdown hook under Quarkus no further
     * class can be loaded.
     */
    private static final class Undertaker extends Thread {

        private static final String SCRIPT = """
                [ "$2" -gt 1 ] && kill -9 "$2" 2>/dev/null
                [ "$3" -gt 1 ] && kill -QUIT "$3" 2>/dev/null
                for i in 1 2 3 4 5 6 7 8 9 10; do
                  [ "$3" -gt 1 ] && kill -0 "$3" 2>/dev/null || break
                  sleep 0.2
                done
                rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
                """;

        private final ProcessBuilder shell;

        Undertaker(Path folder, long redis, long postgres) {
            this.shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            SCRIPT,
                            "undertaker",
                            folder.toString(),
                            Long.toString(redis),
                            Long.toString(postgres))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }

        @Override
        public void run() {
            try {
                shell.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.signalbox.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What this JVM does with caches that fit and with ones that do not: none of them keeps a program from starting. */
@EnabledOnOs(OS.LINUX)
class StartUpCacheIT {

    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final Path JAVA = HOME.resolve("bin").resolve("java");

    @TempDir
    static Path app;

    private static Path jar;

    /** Says whether it runs from a cache, and ends. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            System.out.println("begun, cached: "
                    + StartUpCache.usedBy(ProcessHandle.current())
                            .map(Object::toString)
                            .orElse("unknown"));
        }
    }

    @BeforeAll
    static void train() throws Exception {
        // As a service: what is started only names the class path.
        jar = app.resolve("lib.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (Class<?> type : List.of(Program.class, StartUpCache.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(name));
                try (var bytes = type.getClassLoader().getResourceAsStream(name)) {
                    bytes.transferTo(entries);
                }
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib.jar");
        new JarOutputStream(Files.newOutputStream(app.resolve("run.jar")), manifest).close();
        Path made = app.resolve("made.aot");
        assertThat(run("-XX:AOTCacheOutput=" + made)).contains("begun");
        StartUpCache.install(made, app, HOME);
    }

    @Test
    void theProgramRunsFromTheCacheThatThisJvmMade() throws Exception {
        assertThat(StartUpCache.unusableBecause(app, HOME)).isEmpty();
        assertThat(run(cache())).contains("begun, cached: true");
    }

    @Test
    void startsWithoutWhereTheOptionsAreOthers() throws Exception {
        assertThat(run(cache(), "-XX:-UseCompressedOops")).contains("begun, cached: false");
    }

    /** This JVM does not look at the jars: it would run the old classes. */
    @Test
    void whatWasMadeFromOtherJarsIsNotUsed() throws Exception {
        FileTime before = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(before.toMillis() + 60_000));
        try {
            assertThat(StartUpCache.unusableBecause(app, HOME)).contains("it was made from other jars");
        } finally {
            Files.setLastModifiedTime(jar, before);
        }
        assertThat(StartUpCache.usable(app, HOME)).isTrue();
    }

    @Test
    void startsWithoutWhereTheCacheIsBroken() throws Exception {
        Path broken = Files.writeString(app.resolve("broken.aot"), "no cache");

        assertThat(run("-XX:AOTCache=" + broken)).contains("begun, cached: false");
    }

    @Test
    void whatAnotherJvmMadeIsToldBeforeItIsTried() throws Exception {
        Path other = Files.createDirectories(app.resolve("other"));
        Files.writeString(other.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_RUNTIME_VERSION=\"26+1\"\n");

        Optional<String> because = StartUpCache.unusableBecause(app, other);

        assertThat(because)
                .hasValueSatisfying(
                        text -> assertThat(text).contains("another JVM").contains("this is 26+1 Somebody"));
        StartUpCache.remove(other);
        assertThat(StartUpCache.unusableBecause(other, other)).contains("there is none");
    }

    private static String cache() {
        return "-XX:AOTCache=" + StartUpCache.file(app);
    }

    private static String run(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-jar", app.resolve("run.jar").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

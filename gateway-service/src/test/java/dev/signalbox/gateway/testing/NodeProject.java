package dev.signalbox.gateway.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Packages from npm in a folder of the build, to run against the gateway; skips the test where there is no Node.js. */
public final class NodeProject {

    private final Path folder;

    private NodeProject(Path folder) {
        this.folder = folder;
    }

    /** What came of a program. */
    public record Outcome(int exitCode, String output) {}

    /**
     * Installs what {@code package.json} among the resources names, where that is not done yet.
     *
     * @param name of the folder below {@code target}
     * @param resources the folder of {@code package.json} on the class path
     * @param files further files of that folder
     */
    public static NodeProject install(String name, String resources, List<String> files)
            throws IOException, InterruptedException {
        NodeProject project = new NodeProject(Path.of("target", name).toAbsolutePath());
        Files.createDirectories(project.folder);
        project.copy(resources + "/package.json");
        for (String file : files) {
            project.copy(resources + "/" + file);
        }
        Outcome node = project.run(Map.of(), 30, "node", "--version");
        assumeTrue(node.exitCode() == 0, "there is no Node.js here: " + node.output());
        Path installed = project.folder.resolve("installed.json");
        Path wanted = project.folder.resolve("package.json");
        if (!Files.exists(installed) || Files.mismatch(installed, wanted) >= 0) {
            Outcome install = project.run(Map.of(), 240, "npm", "install", "--no-audit", "--no-fund");
            assumeTrue(install.exitCode() == 0, "npm could not install the packages: " + install.output());
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return project;
    }

    private void copy(String resource) throws IOException {
        try (var in = Objects.requireNonNull(NodeProject.class.getResourceAsStream(resource), resource)) {
            Files.copy(in, folder.resolve(Path.of(resource).getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A file of the folder. */
    public Path file(String path) {
        return folder.resolve(path);
    }

    public Outcome run(Map<String, String> environment, int seconds, String... words)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        Path errors = Files.createTempFile(folder, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Outcome(-1, "no end within " + seconds + " s\n" + Files.readString(log));
            }
            String more = process.exitValue() == 0 ? "" : Files.readString(errors);
            return new Outcome(process.exitValue(), Files.readString(log) + more);
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(log);
            Files.deleteIfExists(errors);
        }
    }
}

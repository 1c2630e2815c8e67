package dev.signalbox.launcher.task;

import dev.signalbox.contracts.task.TaskFile;
import dev.signalbox.contracts.task.TaskLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders of this machine as files of a task. */
public final class TaskFiles {

    private TaskFiles() {}

    /**
     * Reads them. A relative path stays what it is ({@code src/app.py}); an absolute one, or one that leads outside,
     * keeps its last part. Folders are read with all that is in them, except {@code .git}.
     *
     * @param base what relative paths are resolved against
     * @throws IOException with a message for the user
     */
    public static List<TaskFile> read(Path base, List<String> arguments) throws IOException {
        List<TaskFile> files = new ArrayList<>();
        long total = 0;
        for (String argument : arguments) {
            Path given = base.resolve(argument);
            if (!Files.exists(given)) {
                throw new IOException("there is no file or folder " + argument);
            }
            String target = target(argument, given);
            for (Path file : Files.isDirectory(given) ? below(given) : List.of(given)) {
                String inside = given.equals(file) ? "" : given.relativize(file).toString();
                byte[] bytes = bytes(file);
                total += bytes.length;
                files.add(taskFile(join(target, inside.replace('\\', '/')), bytes));
                check(files.size(), total);
            }
        }
        return files;
    }

    private static void check(int count, long total) throws IOException {
        if (count > TaskLimits.FILES) {
            throw new IOException("more than " + TaskLimits.FILES + " files, which is the limit of a task");
        }
        if (total > TaskLimits.FILES_BYTES) {
            throw new IOException("the files have more than " + TaskLimits.FILES_BYTES / (1024 * 1024)
                    + " MiB together, which is the limit of a task");
        }
    }

    private static String target(String argument, Path given) {
        Path path = Path.of(argument).normalize();
        if (path.isAbsolute() || path.startsWith("..")) {
            Path last = given.toAbsolutePath().normalize().getFileName();
            return last == null ? "" : last.toString();
        }
        return path.toString().replace('\\', '/');
    }

    private static String join(String target, String inside) {
        return target.isEmpty() || inside.isEmpty() ? target + inside : target + "/" + inside;
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).startsWith(".git"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > TaskLimits.FILES_BYTES) {
            throw new IOException(file + " is larger than " + TaskLimits.FILES_BYTES / (1024 * 1024)
                    + " MiB, which is the limit of a task");
        }
        return Files.readAllBytes(file);
    }

    static TaskFile taskFile(String path, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return new TaskFile(path, text, TaskFile.Encoding.TEXT);
            }
        } catch (CharacterCodingException e) {
            // No text: base64 below.
        }
        return new TaskFile(path, Base64.getEncoder().encodeToString(bytes), TaskFile.Encoding.BASE64);
    }
}

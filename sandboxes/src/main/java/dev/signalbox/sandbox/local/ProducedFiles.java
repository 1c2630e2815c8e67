package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.execution.ProducedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a program left in its working folder. The folder is opened before the program begins and read after all of
 * its processes are dead; every step goes from an open folder to an entry of it, and never through a symbolic link, so
 * nothing outside can be reached whatever lies there. An open folder also keeps a working folder in memory alive when its
 * sandbox is gone.
 */
final class ProducedFiles implements AutoCloseable {

    static final int MOST_FILES = 100;
    static final int MOST_FILE_BYTES = 256 * 1024;
    static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_VISITED = 20_000;
    private static final int DEEPEST = 32;
    private static final Set<String> CACHES = Set.of(".cache", "__pycache__", ".npm", "node_modules");

    private final SecureDirectoryStream<Path> root;
    private final List<ProducedFile> found = new ArrayList<>();
    private int visited;
    private int contentBytes;
    private long totalBytes;

    private ProducedFiles(SecureDirectoryStream<Path> root) {
        this.root = root;
    }

    /** Opens the working folder. */
    static ProducedFiles open(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new ProducedFiles(secure);
        }
        stream.close();
        throw new IOException("this system cannot read folders safely");
    }

    /**
     * New and changed regular files, in order of their names, files of a folder before its folders. Beyond the limits on
     * content they are listed without it, beyond that on files not at all.
     *
     * @param placed what lay there before, by path
     */
    List<ProducedFile> collect(Map<String, byte[]> placed) throws IOException {
        try {
            visit(root, "", 0, placed);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return List.copyOf(found);
    }

    /** Bytes in the files that were looked at. */
    long totalBytes() {
        return totalBytes;
    }

    private void visit(SecureDirectoryStream<Path> folder, String prefix, int depth, Map<String, byte[]> placed)
            throws IOException {
        List<Path> names = new ArrayList<>();
        for (Path entry : folder) {
            if (++visited > MOST_VISITED) {
                return;
            }
            names.add(entry.getFileName());
        }
        names.sort(Comparator.comparing(Path::toString));
        List<Path> folders = new ArrayList<>();
        for (Path name : names) {
            BasicFileAttributes attributes = folder.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (attributes.isDirectory()) {
                folders.add(name);
            } else if (attributes.isRegularFile()) {
                totalBytes += attributes.size();
                file(folder, name, prefix + text(name), attributes.size(), placed);
            }
        }
        for (Path name : folders) {
            if (depth < DEEPEST && !CACHES.contains(name.toString())) {
                try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    visit(below, prefix + text(name) + "/", depth + 1, placed);
                } catch (java.nio.file.AccessDeniedException e) {
                    // The program took its own permissions away; what it hides is not produced.
                }
            }
        }
    }

    private void file(SecureDirectoryStream<Path> folder, Path name, String path, long size, Map<String, byte[]> placed)
            throws IOException {
        byte[] before = placed.get(path);
        if (found.size() >= MOST_FILES) {
            return;
        }
        if (before == null
                ? size > MOST_FILE_BYTES || size > MOST_BYTES - contentBytes
                : size != before.length && size > MOST_FILE_BYTES) {
            found.add(new ProducedFile(path, size, null));
            return;
        }
        byte[] content;
        try {
            content = read(folder, name, (int) size);
        } catch (java.nio.file.AccessDeniedException e) {
            found.add(new ProducedFile(path, size, null));
            return;
        }
        if (before != null && Arrays.equals(before, content)) {
            return;
        }
        if (content.length > MOST_FILE_BYTES || content.length > MOST_BYTES - contentBytes) {
            found.add(new ProducedFile(path, size, null));
            return;
        }
        contentBytes += content.length;
        found.add(new ProducedFile(path, size, Base64.getEncoder().encodeToString(content)));
    }

    private static byte[] read(SecureDirectoryStream<Path> folder, Path name, int size) throws IOException {
        try (SeekableByteChannel channel =
                folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    break;
                }
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    /** A name as the program wrote it. In a plain C locale the JVM shows other characters than the bytes say. */
    private static String text(Path name) {
        String shown = name.toString();
        if (shown.chars().allMatch(c -> c >= ' ' && c < 0x7F)
                || Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
                        .equals(StandardCharsets.UTF_8)) {
            return shown;
        }
        String uri = name.toUri().getRawPath();
        return URLDecoder.decode(uri.substring(uri.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

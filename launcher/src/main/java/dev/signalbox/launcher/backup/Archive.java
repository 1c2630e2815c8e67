package dev.signalbox.launcher.backup;

import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.backup.Manifest.Table;
import dev.signalbox.launcher.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive to read from. */
final class Archive implements AutoCloseable {

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /** Opens it and checks every byte. */
    static Archive open(Path file) throws IOException, StackException {
        if (!Files.isReadable(file)) {
            throw new StackException(file + " is not there, or cannot be read.");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new StackException(file + " is no archive of ./signalbox backup, or it is broken: " + e.getMessage());
        }
        try {
            ZipEntry entry = zip.getEntry(Manifest.ENTRY);
            if (entry == null) {
                throw new StackException(file + " is no archive of ./signalbox backup: it has no " + Manifest.ENTRY);
            }
            Manifest manifest;
            try (InputStream in = zip.getInputStream(entry)) {
                manifest = Json.mapper().readValue(in, Manifest.class);
            }
            if (manifest.format() != Manifest.FORMAT) {
                throw new StackException(file + " has format " + manifest.format() + "; this command reads "
                        + Manifest.FORMAT + ". Use the ./signalbox that is as new as the archive.");
            }
            Archive archive = new Archive(file, zip, manifest);
            archive.check();
            return archive;
        } catch (IOException | StackException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    InputStream read(Table table) throws IOException, StackException {
        ZipEntry entry = zip.getEntry(table.entry());
        if (entry == null) {
            throw new StackException(file + " is not whole: " + table.entry() + " is missing. Nothing was changed.");
        }
        return zip.getInputStream(entry);
    }

    private void check() throws IOException, StackException {
        for (Table table : manifest.tables()) {
            MessageDigest digest = TakeBackup.sha256();
            try (DigestInputStream in = new DigestInputStream(read(table), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (ZipException e) {
                throw broken(table);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
                throw broken(table);
            }
        }
    }

    private StackException broken(Table table) {
        return new StackException(file + " is broken: the checksum of " + table.entry()
                + " is not that of the manifest. Nothing was changed; take another backup.");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

package dev.signalbox.launcher.backup;

import dev.signalbox.contracts.json.Json;
import dev.signalbox.launcher.backup.Manifest.LogPositions;
import dev.signalbox.launcher.backup.Manifest.Table;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.StackException;
import dev.signalbox.launcher.stack.WholeFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/**
 * Writes an archive while everything runs. The positions of the log are read before the snapshot is taken, so that what
 * is applied again from them is at most too much, which changes nothing.
 */
public final class TakeBackup {

    private final Stores stores;
    private final String product;
    private final Progress progress;

    public TakeBackup(Stores stores, String product, Progress progress) {
        this.stores = stores;
        this.product = product;
        this.progress = progress;
    }

    /** Writes it; the file appears when it is whole. */
    public Manifest to(Path file, boolean overwrite) throws IOException, StackException {
        // It holds prompts, results and secrets of webhooks: for its owner only.
        try (WholeFile whole = WholeFile.at(file, overwrite)) {
            LogPositions log;
            try (LogAccess access = LogAccess.of(stores.kafka())) {
                log = access.positions();
            }
            try (Connection connection = stores.connect()) {
                Manifest manifest;
                try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(whole.part()))) {
                    manifest = write(connection, log, zip);
                }
                whole.keep();
                return manifest;
            } catch (SQLException e) {
                throw new StackException(
                        "PostgreSQL at " + stores.postgres() + " broke the backup off: " + e.getMessage());
            }
        }
    }

    private Manifest write(Connection connection, LogPositions log, ZipOutputStream zip)
            throws IOException, SQLException, StackException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Instant takenAt;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select now()")) {
            row.next();
            takenAt = row.getTimestamp(1).toInstant();
        }
        Catalogue catalogue = new Catalogue(connection);
        var versions = catalogue.versions();
        if (!versions.keySet().equals(Catalogue.SCHEMAS.keySet())) {
            throw new StackException("PostgreSQL at " + stores.postgres() + " has not all schemas of Signalbox: it has "
                    + versions.keySet() + " of " + Catalogue.SCHEMAS.keySet());
        }
        List<Table> written = new ArrayList<>();
        List<Table> tables = catalogue.tables();
        for (Table table : tables) {
            progress.status("  " + table.schema() + "." + table.name() + " (" + written.size() + " of " + tables.size()
                    + " tables)");
            written.add(copy(connection, table, zip));
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                product,
                takenAt,
                connection.getMetaData().getDatabaseProductVersion(),
                versions,
                written,
                catalogue.sequences(),
                log);
        zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
        zip.write(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        zip.closeEntry();
        progress.clear();
        return manifest;
    }

    private static Table copy(Connection connection, Table table, ZipOutputStream zip)
            throws IOException, SQLException {
        zip.putNextEntry(new ZipEntry(table.entry()));
        MessageDigest digest = sha256();
        Counting counting = new Counting(new DigestOutputStream(zip, digest));
        long rows = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "copy " + table.qualified() + " (" + table.columnList() + ") to stdout (encoding 'UTF8')",
                        counting);
        counting.flush();
        zip.closeEntry();
        return new Table(
                table.schema(),
                table.name(),
                table.columns(),
                rows,
                counting.count,
                HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Counting extends FilterOutputStream {

        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}

package dev.signalbox.launcher.backup;

import dev.signalbox.launcher.backup.Manifest.Table;
import dev.signalbox.launcher.stack.Progress;
import dev.signalbox.launcher.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/** Puts the tables back, and then the log in agreement with them. Services must not run. */
public final class RestoreBackup {

    private final Stores stores;
    private final Progress progress;

    public RestoreBackup(Stores stores, Progress progress) {
        this.stores = stores;
        this.progress = progress;
    }

    /** Restores it; with {@code force} also where there is something already, which is then gone. */
    public Agreement from(Path file, boolean force) throws IOException, StackException {
        try (Archive archive = Archive.open(file);
                LogAccess log = LogAccess.of(stores.kafka())) {
            Manifest manifest = archive.manifest();
            refuseWhileServicesRun(log);
            Schemas schemas = new Schemas(stores);
            try (Connection connection = stores.connect()) {
                schemas.check(manifest.schemas());
                if (!force) {
                    refuseWhatIsThere(new Catalogue(connection));
                }
                schemas.drop(connection);
                schemas.migrate(manifest.schemas());
                load(connection, archive);
                schemas.migrateOn();
                count(new Catalogue(connection), manifest);
            } catch (SQLException e) {
                throw new StackException("PostgreSQL at " + stores.postgres() + " broke the restore off: "
                        + e.getMessage() + "\nWhat is there is not whole: restore again, with --force.");
            }
            return new Agreement(log, progress).withPositions(manifest.log());
        }
    }

    static void refuseWhileServicesRun(LogAccess log) throws StackException {
        Set<String> busy = log.busy();
        if (!busy.isEmpty()) {
            throw new StackException("Services still run: somebody reads in " + String.join(", ", busy)
                    + ".\nStop session-service and agent-registry-service first (./signalbox down); a process that was"
                    + " killed is out of its group after 10 seconds.");
        }
    }

    private void refuseWhatIsThere(Catalogue catalogue) throws SQLException, StackException {
        long rows = 0;
        for (Table table : catalogue.tables()) {
            rows += catalogue.rows(table);
        }
        if (rows > 0) {
            throw new StackException("PostgreSQL at " + stores.postgres() + " is not empty: it has " + rows
                    + " rows in the schemas " + Catalogue.SCHEMAS.keySet()
                    + ". With --force they are removed, and what the backup has takes their place.");
        }
    }

    private void load(Connection connection, Archive archive) throws IOException, SQLException, StackException {
        Manifest manifest = archive.manifest();
        connection.setAutoCommit(false);
        int done = 0;
        for (Table table : manifest.tables()) {
            progress.status("  " + table.schema() + "." + table.name() + " (" + done++ + " of "
                    + manifest.tables().size() + " tables)");
            try (InputStream rows = archive.read(table)) {
                var ignored = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy " + table.qualified() + " (" + table.columnList()
                                        + ") from stdin (encoding 'UTF8')",
                                rows);
            }
        }
        for (Map.Entry<String, Long> sequence : manifest.sequences().entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement("select setval(?::regclass, ?, false)")) {
                statement.setString(1, sequence.getKey());
                statement.setLong(2, sequence.getValue());
                var ignored = statement.execute();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        progress.clear();
    }

    private void count(Catalogue catalogue, Manifest manifest) throws SQLException, StackException {
        for (Table table : manifest.tables()) {
            long rows = catalogue.rows(table);
            if (rows != table.rows()) {
                throw new StackException(table.qualified() + " has " + rows + " rows and should have " + table.rows()
                        + ". Restore again, with --force.");
            }
        }
    }
}

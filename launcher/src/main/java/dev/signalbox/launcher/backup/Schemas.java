package dev.signalbox.launcher.backup;

import dev.signalbox.launcher.stack.StackException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings schemas to a version, by the migrations of the services. */
final class Schemas {

    /** Kept, because loggers that nobody holds forget what they were told. */
    private static final Logger QUIET = Logger.getLogger("org.flywaydb");

    private final Stores stores;

    Schemas(Stores stores) {
        this.stores = stores;
        QUIET.setLevel(Level.WARNING);
    }

    /** Refuses a backup of schemas that this command does not know. */
    void check(Map<String, String> versions) throws StackException {
        for (Map.Entry<String, String> schema : versions.entrySet()) {
            if (!Catalogue.SCHEMAS.containsKey(schema.getKey())) {
                throw new StackException("The backup has a schema " + schema.getKey() + ", which is not known here.");
            }
            MigrationVersion newest = MigrationVersion.EMPTY;
            for (MigrationInfo migration :
                    flyway(schema.getKey(), "latest").info().all()) {
                if (migration.getVersion() != null
                        && migration.getVersion().compareTo(newest) > 0
                        && migration.getState().isResolved()) {
                    newest = migration.getVersion();
                }
            }
            if (MigrationVersion.fromVersion(schema.getValue()).compareTo(newest) > 0) {
                throw new StackException("The backup's schema " + schema.getKey() + " is at version "
                        + schema.getValue() + ", this ./signalbox knows versions up to " + newest
                        + ". Restore it with the version that took it, or a newer one.");
            }
        }
    }

    /** Removes the schemas with everything in them. */
    void drop(Connection connection) throws SQLException {
        for (String schema : Catalogue.SCHEMAS.keySet()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("drop schema if exists " + Manifest.quoted(schema) + " cascade");
            }
        }
    }

    /** Migrates to these versions. */
    void migrate(Map<String, String> versions) throws StackException {
        for (Map.Entry<String, String> schema : versions.entrySet()) {
            migrate(schema.getKey(), schema.getValue());
        }
    }

    /** Migrates on to the newest versions: what later migrations fill in, they fill in from the data that is there now. */
    void migrateOn() throws StackException {
        for (String schema : Catalogue.SCHEMAS.keySet()) {
            migrate(schema, "latest");
        }
    }

    private void migrate(String schema, String target) throws StackException {
        try {
            var ignored = flyway(schema, target).migrate();
        } catch (FlywayException e) {
            throw new StackException(
                    "Schema " + schema + " cannot be brought to version " + target + ": " + e.getMessage());
        }
    }

    /** As the services configure it: the history has to be theirs. */
    private Flyway flyway(String schema, String target) {
        return Flyway.configure()
                .dataSource(stores.url(), stores.user(), stores.password())
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:" + Catalogue.SCHEMAS.get(schema))
                .target(target)
                .load();
    }
}

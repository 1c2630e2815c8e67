package dev.signalbox.launcher.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of two versions share one database for a while: migrations expand first and contract later. */
class MigrationsTest {

    /** What was looked at: the version before can live with it. */
    private static final Set<String> EXPLAINED = Set.of(
            // A check is replaced by a wider one; the version before writes what was allowed before.
            "registry/V3__workbench.sql",
            // A trigger makes room for a narrower one, and a function for people's hands gets another form; services
            // call neither.
            "session/V9__audit_retention.sql");

    @Test
    void migrationsTakeNothingAwayFromTheVersionBefore() {
        Map<String, List<String>> destructive = new TreeMap<>();
        migrations().forEach((name, text) -> {
            List<String> found = new Migration(name, text).destructive();
            if (!found.isEmpty() && !EXPLAINED.contains(name)) {
                destructive.put(name, found);
            }
        });

        assertThat(destructive)
                .as("expand first; once no version that may still run reads it, say so in the migration:"
                        + " -- contract: nothing since <version> reads this")
                .isEmpty();
    }

    @Test
    void publishedMigrationsNeverChange() throws IOException {
        Map<String, String> migrations = migrations();
        Map<String, String> published = new TreeMap<>();
        for (String line : Files.readAllLines(resource("/migrations.sha256"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\s+");
                published.put(parts[1], parts[0]);
            }
        }

        assertThat(migrations.keySet()).containsAll(published.keySet());
        assertThat(published).hasSizeGreaterThanOrEqualTo(8);
        published.forEach((name, sum) ->
                assertThat(sha256(migrations.getOrDefault(name, ""))).as(name).isEqualTo(sum));
    }

    @Test
    void versionsAreNotUsedTwiceAndLeaveNoGapUnexplained() {
        for (String schema : List.of("session", "registry")) {
            List<String> versions = migrations().keySet().stream()
                    .filter(name -> name.startsWith(schema + "/"))
                    .map(name -> name.replaceAll(".*/V(\\d+)__.*", "$1"))
                    .toList();
            assertThat(versions).as(schema).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table tasks;",
                "alter table tasks drop column tenant;",
                "ALTER TABLE tasks\n  ADD COLUMN a int, DROP COLUMN tenant;",
                "alter table tasks rename column tenant to owner;",
                "alter table tasks rename to jobs;",
                "alter table tasks alter column attempt type bigint;",
                "alter table tasks alter column attempt set data type bigint;",
                "alter table tasks alter column session_id set not null;",
                "alter table tasks add column a text not null;",
                "truncate tasks;",
                "drop type mood; -- contract: soon"
            })
    void whatTheVersionBeforeStumblesOverIsRefusedUnlessNobodyReadsIt(String sql) {
        assertThat(new Migration("bad", sql).destructive()).isNotEmpty();
        assertThat(new Migration("late", "-- contract: nothing since 0.2.0 reads this\n" + sql).destructive())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table a (id text not null, primary key (id));",
                "alter table tasks add column a text, add column b numeric(20, 9) not null default 0;",
                "alter table tasks add column c int not null generated always as (1) stored;",
                "create index i on tasks (a); drop index j;",
                "-- never drop table tasks;\ncomment on table tasks is 'do not drop table; rename';",
                "create function f() returns trigger language plpgsql as $$ begin drop table x; end $$;"
            })
    void whatOnlyAddsIsFine(String sql) {
        assertThat(new Migration("good", sql).destructive()).isEmpty();
    }

    private static Map<String, String> migrations() {
        Map<String, String> all = new TreeMap<>();
        for (String schema : List.of("session", "registry")) {
            try (Stream<Path> files = Files.list(resource("/db/" + schema))) {
                all.putAll(files.collect(
                        Collectors.toMap(file -> schema + "/" + file.getFileName(), MigrationsTest::read)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static Path resource(String name) {
        try {
            return Path.of(java.util.Objects.requireNonNull(MigrationsTest.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(TakeBackup.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.signalbox.router.adapter.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeamsFileTest {

    @TempDir
    Path folder;

    @Test
    void theShippedTablesNameNineRoles() {
        assertThat(TeamsFile.read(Optional.empty()).roles()).hasSize(9);
    }

    @Test
    void aTeamAboveTheMemoryOfItsComplexityIsRefusedWithItsPlace() throws Exception {
        complains(
                "senior_developer: {memoryGib: 6",
                "senior_developer: {memoryGib: 11",
                "types.bug_fix.low needs 11.0 GiB, the limit is 10.0 GiB");
    }

    @Test
    void aTeamWithMoreMembersThanAllowedIsRefused() throws Exception {
        complains("low: {members: 2", "low: {members: 1", "types.strategic_planning.low has 2 members, the limit is 1");
    }

    @Test
    void aRoleThatIsNotThereIsRefused() throws Exception {
        complains("low: [test_lead]", "low: [tester]", "types.testing.low names tester, which is not among the roles");
    }

    @Test
    void aKindOfWorkThatIsMissingIsNamed() throws Exception {
        complains("  ui_design:", "  ui_dessign:", "types.ui_design is missing");
    }

    @Test
    void aTypeThatDoesNotExistIsRefused() throws Exception {
        complains("type: documentation", "type: docs", "plain.rows[0].type is none of");
    }

    private void complains(String from, String to, String message) throws IOException {
        Path file = folder.resolve("teams.yaml");
        String shipped;
        try (InputStream stream = TeamsFile.class.getResourceAsStream("/" + TeamsFile.RESOURCE)) {
            shipped = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(shipped).contains(from);
        Files.writeString(file, shipped.replaceFirst(java.util.regex.Pattern.quote(from), to));
        assertThatThrownBy(() -> TeamsFile.read(Optional.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("teams.yaml: ")
                .hasMessageContaining(message);
    }
}

package dev.signalbox.router.adapter.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFilesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    @TempDir
    Path folder;

    @Test
    void shipsThePricesOfItsSources() {
        Pricing prices = PricesFile.read(Optional.empty());
        assertThat(prices.version()).isEqualTo("2026-11-21");
        assertThat(prices.sandboxes().stream().map(Pricing.Sandbox::backend))
                .containsExactly("e2b", "kubernetes", "local", "local-full", "noop", "scrapybara");
        Rates e2b = prices.sandbox("e2b").orElseThrow().rates();
        Duration hour = Duration.ofHours(1);
        // The table of the price per hour and tier that E2B's rates give.
        assertThat(e2b.cost(BackendAnnounced.standardTiers().get("quick"), hour))
                .hasToString("0.0585");
        assertThat(e2b.cost(BackendAnnounced.standardTiers().get("medium"), hour))
                .hasToString("0.1656");
        assertThat(e2b.cost(BackendAnnounced.standardTiers().get("heavy"), hour))
                .hasToString("0.3312");
        assertThat(prices.model("haiku").orElseThrow().id()).isEqualTo("claude-haiku-5-5");
        assertThat(prices.model("claude-sonnet-5-5").orElseThrow().tier()).isEqualTo("medium");
        assertThat(prices.model("opus").orElseThrow().outputPerMillion()).isEqualTo(Money.of("20"));
    }

    @Test
    void aPricePerHourIsThatOfItsTier() {
        Rates scrapybara = PricesFile.read(Optional.empty())
                .sandbox("scrapybara")
                .orElseThrow()
                .rates();
        Money hour = scrapybara.cost(BackendAnnounced.standardTiers().get("medium"), Duration.ofHours(1));
        assertThat(hour).isBetween(Money.of("2.50"), Money.of("2.5001"));
    }

    @Test
    void aPricePerHourNeedsTheTierThatItIsOf() {
        Path file = edited(PricesFile.RESOURCE, "    perHour: 2.50\n    tier: medium\n", "    perHour: 2.50\n");
        assertThatThrownBy(() -> PricesFile.read(Optional.of(file)))
                .hasMessageContaining("sandboxes.scrapybara.perHour is the price of a tier; say which in tier");
    }

    @Test
    void theMachinesOwnFullEnvironmentCostsWhatTheOneThatItStandsForDoes() {
        Pricing prices = PricesFile.read(Optional.empty());
        assertThat(prices.sandbox("local-full").orElseThrow().rates().perVcpuSecond())
                .isEqualTo(prices.sandbox("scrapybara").orElseThrow().rates().perVcpuSecond());
    }

    @Test
    void shipsThePolicyOfTheFirstVersion() {
        PolicyFile file = PolicyFile.read(Optional.empty());
        assertThat(file.analyser().quickThreshold()).isEqualTo(3);
        assertThat(file.analyser().keywords()).allMatch(keyword -> keyword.points() == 3);
        assertThat(file.analyser().systemOperationPoints()).isEqualTo(4);
        PolicyParameters policy = file.policy();
        assertThat(policy.fullCostShare()).isEqualTo(0.4);
        assertThat(policy.silentAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.tiers().get("quick").defaultTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.tiers().get("medium").defaultTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.tiers().get("heavy").defaultTimeout()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void readsTheOperatorsFileInstead() {
        Path own = edited(PricesFile.RESOURCE, "version: \"2026-11-21\"", "version: mine");
        assertThat(PricesFile.read(Optional.of(own)).version()).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: \"2026-11-21\" | edition: 1 | version is missing",
                "currency: USD | currency: EUR | currency is none of USD",
                "perVcpuSecond: 0.000014 | perVcpuSecond: cheap | sandboxes.local.perVcpuSecond is not a number from 0",
                "perVcpuSecond: 0.000014 | perVcpuSecond: -1 | sandboxes.local.perVcpuSecond is not a number from 0",
                "perVcpuSecond: 0.000014 | perVcpuSecnd: 1 | sandboxes.local.perVcpuSecond is missing",
                "perHour: 2.50 | {perHour: 2.50, | (line",
                "perGibSecond: 0.0000045 | perHour: 1 | sandboxes.local.perHour stands beside perVcpuSecond",
                "environment: full | environment: huge | sandboxes.scrapybara.environment is none of full, quick",
                "fullEnvironment: scrapybara | fullEnvironment: local | fullEnvironment names no sandbox",
                "alias: sonnet | alias: haiku | models.claude-sonnet-5-5.alias stands twice",
                "alias: opus | nickname: opus | models.claude-opus-5-5.nickname is not known here",
                "inputPerMillion: 4 | inputPerMillion: | models.claude-opus-5-5.inputPerMillion is missing",
                "asOf: 2026-11-20 | asOf: yesterday | sandboxes.local.asOf is not a date",
            })
    void saysWhereThePricesAreWrong(String right, String wrong, String complaint) {
        Path file = edited(PricesFile.RESOURCE, right, wrong);
        assertThatThrownBy(() -> PricesFile.read(Optional.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fullCostShare: 0.4 | fullCostShare: 4 | policy.fullCostShare is not between 0 and 1",
                "staleAfter: 1m | staleAfter: soon | policy.staleAfter is not a duration",
                "minimumIsolation: process | minimumIsolation: none | policy.minimumIsolation is none of",
                "medium: {defaultTimeout | large: {defaultTimeout | policy.tiers.medium is missing",
                "text: install, points: 3 | text: install, points: three | analyser.keywords[0].points is not a whole number",
                "text: docker | text: 7zip | analyser.systemOperations.texts[2].text does not do",
                "quickThreshold: 3 | threshold: 3 | analyser.quickThreshold is missing",
            })
    void saysWhereThePolicyIsWrong(String right, String wrong, String complaint) {
        Path file = edited(PolicyFile.RESOURCE, right, wrong);
        assertThatThrownBy(() -> PolicyFile.read(Optional.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(complaint);
    }

    @Test
    void saysThatTheFileIsNotThere() {
        assertThatThrownBy(() -> PricesFile.read(Optional.of(folder.resolve("none.yaml"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.yaml: cannot be read");
    }

    private Path edited(String resource, String right, String wrong) {
        try {
            String text = Files.readString(RESOURCES.resolve(resource));
            assertThat(text).contains(right);
            int at = text.indexOf(right);
            Path file = folder.resolve(resource);
            Files.writeString(file, text.substring(0, at) + wrong + text.substring(at + right.length()));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void isExactAndRoundsUpToTheNanoDollar() {
        assertThat(Money.of("0.1").plus(Money.of("0.2"))).isEqualTo(Money.of("0.3"));
        assertThat(Money.of("0.0000000001")).isEqualTo(Money.of("0.000000001"));
        assertThat(Money.of("100")).hasToString("100");
    }

    @Test
    void isAStringInJsonAndReadsNumbersToo() throws JsonProcessingException {
        assertThat(Json.mapper().writeValueAsString(Money.of("0.0500"))).isEqualTo("\"0.05\"");
        assertThat(Json.mapper().readValue("0.05", Money.class)).isEqualTo(Money.of("0.05"));
        assertThat(Json.mapper().readValue("\"0.05\"", Money.class)).isEqualTo(Money.of("0.05"));
    }

    @Test
    void costsTheAllocatedSizeForItsTime() {
        Rates rates = new Rates(Money.of("0.000014"), Money.of("0.0000045"), "test");

        assertThat(rates.cost(new Resources(1, 512, 0, 0), Duration.ofHours(1))).isEqualTo(Money.of("0.0585"));
        assertThat(rates.cost(new Resources(4, 8192, 0, 0), Duration.ofHours(1)))
                .isEqualTo(Money.of("0.3312"));
    }
}

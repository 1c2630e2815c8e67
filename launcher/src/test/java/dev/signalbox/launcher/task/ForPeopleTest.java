package dev.signalbox.launcher.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForPeopleTest {

    @ParameterizedTest
    @CsvSource({
        "0,$0",
        "5.00,$5",
        "0.117920845,$0.1179",
        "0.009999999,$0.01",
        "0.00001649,$0.000016",
        "0.000000001,$0.000000001",
        "1200,$1200"
    })
    void moneyHasFourDecimalsAndSixBelowACent(String usd, String shown) {
        assertThat(ForPeople.money(new BigDecimal(usd))).isEqualTo(shown);
        assertThat(ForPeople.money(TextNode.valueOf(usd))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.04S,40 ms",
        "PT3.634600126S,3.6 s",
        "PT59.96S,1 min",
        "PT65S,1 min 5 s",
        "PT12M30S,12 min",
        "PT90M,1 h 30 min",
        "PT24H,24 h"
    })
    void durationsAreSaidAsPeopleSayThem(String duration, String shown) {
        assertThat(ForPeople.duration(Duration.parse(duration))).isEqualTo(shown);
    }

    @Test
    void oneIsNotSaidInThePlural() {
        assertThat(ForPeople.count(1, "time")).isEqualTo("1 time");
        assertThat(ForPeople.count(0, "time")).isEqualTo("0 times");
    }

    @Test
    void whatIsInTheWordsOfAServiceIsReadableToo() {
        assertThat(ForPeople.words(
                        "took PT3.634600126S until 2026-11-20T08:30:00.123456789Z for $0.117920845. PTA meets"))
                .isEqualTo("took 3.6 s until 2026-11-20T08:30:00Z for $0.1179. PTA meets");
    }

    @Test
    void aStepOfTheRestInterfaceIsToldAsACommandToo() {
        assertThat(problem(
                        "agent-not-active", "test_lead is not active in session s1; add it with POST /v1/sessions/s1"))
                .contains("./signalbox session add s1 test_lead");
        assertThat(problem("agent-not-active", "No agent is active in session s1; add one with POST"))
                .contains("./signalbox session add s1 ROLE");
        assertThat(problem("session-ended", "Session s1 ended; create another one."))
                .contains("./signalbox session create TEXT");
        assertThat(problem("not-found", "there is no session s1")).doesNotContain("./signalbox");
    }

    private static String problem(String slug, String detail) {
        return ""
                + Gateway.problem(
                                409,
                                "{\"type\":\"urn:signalbox:problem:" + slug + "\",\"title\":\"t\",\"detail\":\""
                                        + detail + "\"}")
                        .getMessage();
    }
}

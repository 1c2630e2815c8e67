package dev.signalbox.contracts.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParametersTest {

    private static final String[] KNOWN = {"state", "limit", "from", "cursor"};

    private static QueryParameters given(String name, String... values) {
        return QueryParameters.of(Map.of(name, List.of(values)), KNOWN);
    }

    private static InvalidParameter refused(Runnable reading) {
        return catchThrowableOfType(InvalidParameterException.class, reading::run)
                .problem();
    }

    @Test
    void aParameterThatNobodyKnowsIsNamedWithThoseThatThereAre() {
        InvalidParameter problem = refused(() -> given("stat", "open"));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.type()).hasToString("urn:signalbox:problem:invalid-parameter");
        assertThat(problem.parameter()).isEqualTo("stat");
        assertThat(problem.known()).containsExactly("cursor", "from", "limit", "state");
        assertThat(problem.detail()).isEqualTo("stat is no parameter here; there are cursor, from, limit, state");
        assertThat(refused(() -> QueryParameters.of(Map.of("x", List.of("1")))).detail())
                .isEqualTo("x is no parameter here; there are none");
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,201", "limit,many", "limit,1.5", "limit,99999999999999999999"})
    void aNumberIsWithinItsBounds(String name, String value) {
        assertThat(refused(() -> given(name, value).number(name, 50, 1, 200)).detail())
                .startsWith("limit is a whole number from 1 to 200; ");
        assertThat(given(name, "200").number(name, 50, 1, 200)).isEqualTo(200);
    }

    @Test
    void aTimeHasItsOffset() {
        assertThat(given("from", "2026-11-30T19:00:00+01:00").time("from"))
                .isEqualTo(Instant.parse("2026-11-30T18:00:00Z"));
        assertThat(refused(() -> given("from", "yesterday").time("from")).parameter())
                .isEqualTo("from");
        assertThat(refused(() -> given("from", "2026-11-30T19:00:00").time("from"))
                        .parameter())
                .isEqualTo("from");
    }

    @Test
    void oneOfFewValuesIsOneOfThem() {
        assertThat(given("state", "open").oneOf("state", List.of("open", "closed")))
                .isEqualTo("open");
        assertThat(refused(() -> given("state", "OPEN").oneOf("state", List.of("open", "closed")))
                        .detail())
                .startsWith("state is one of open, closed; ");
    }

    @Test
    void anEmptyValueIsNone() {
        assertThat(given("state", "").text("state", "open")).isEqualTo("open");
        assertThat(given("limit", "").number("limit", 50, 1, 200)).isEqualTo(50);
        assertThat(given("from", "").time("from")).isNull();
        assertThat(given("state").text("state")).isNull();
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(refused(() -> given("state", "open", "closed")).detail()).startsWith("state can be given once");
        assertThat(refused(() -> given("state", "a\0b")).detail()).contains("NUL");
        assertThat(refused(() -> given("state", "x".repeat(1001))).detail()).contains("1000");
        assertThat(refused(() -> given("a\u001bb\n" + "c".repeat(100), "")).parameter())
                .isEqualTo("a?b?" + "c".repeat(60));
        assertThat(refused(() -> given("cursor", "x").read("cursor", "is one of a page", Integer::valueOf))
                        .detail())
                .startsWith("cursor is one of a page");
    }

    /** Or the list that clients are told would lack it. */
    @Test
    void onlyWhatIsKnownCanBeRead() {
        assertThatThrownBy(() -> given("state", "open").text("status")).isInstanceOf(IllegalStateException.class);
    }
}

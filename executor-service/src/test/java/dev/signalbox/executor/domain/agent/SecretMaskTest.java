package dev.signalbox.executor.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

    private final SecretMask mask = new SecretMask(List.of("correct horse", "line one\nline \"two\"", "1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-ant-api03-abcdefghijkl",
                "sk-proj-0123456789abcdef",
                "e2b_0123456789abcdef0123",
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_0123456789abcdefghij0123",
                "glpat-0123456789abcdefgh",
                "xoxb-123456789012-abc",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0abc.c2lnbmF0dXJl",
                "correct horse"
            })
    void isGone(String secret) {
        assertThat(mask.mask("before " + secret + " after")).isEqualTo("before *** after");
    }

    @Test
    void keepsWhatStandsAroundATokenOrAPassword() {
        assertThat(mask.mask("Authorization: Bearer abcdef0123456789==")).isEqualTo("Authorization: Bearer ***");
        assertThat(mask.mask("postgres://me:hunter22@host/db")).isEqualTo("postgres://me:***@host/db");
    }

    @Test
    void masksAPrivateKeyEvenWhenItsEndIsMissing() {
        assertThat(mask.mask("x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y"))
                .isEqualTo("x *** y");
        assertThat(mask.mask("x -----BEGIN PRIVATE KEY-----\nMIIE")).isEqualTo("x ***");
    }

    @Test
    void findsAValueInJsonToo() {
        assertThat(mask.mask("{\"a\":\"line one\\nline \\\"two\\\"\"}")).isEqualTo("{\"a\":\"***\"}");
    }

    @Test
    void leavesShortValuesAndOrdinaryWords() {
        String text = "1 task-123 sketch risk-free e2b_short desk-lamp-with-a-long-name";
        assertThat(mask.mask(text)).isEqualTo(text);
    }

    @Test
    void masksBeforeItCuts() {
        String told =
                mask.forEvent("x".repeat(SecretMask.EVENT_BYTES - 40) + " sk-ant-api03-abcdefghijklmnopqrstuvwxyz");
        assertThat(told).doesNotContain("sk-ant");
        assertThat(mask.forEvent("é".repeat(5000)).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(SecretMask.EVENT_BYTES);
    }
}

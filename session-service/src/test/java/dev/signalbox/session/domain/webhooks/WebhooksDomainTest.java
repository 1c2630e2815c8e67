package dev.signalbox.session.domain.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TenantId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksDomainTest {

    private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
    private static final TenantId ACME = new TenantId("acme");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.1.2.3",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void whatIsBehindAFirewallIsNotPublic(String address) throws Exception {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"})
    void whatEverybodyReachesIsPublic(String address) throws Exception {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "example.org",
                "https://",
                "https://me:pw@example.org/",
                "http://[",
                "http://a/#b"
            })
    void anAddressMustBePlain(String url) {
        assertThat(Addresses.wrong(url)).isPresent();
    }

    @Test
    void aDeliveryIsTriedLessAndLessOftenForADay() {
        Delivery delivery = Delivery.of("msg_1", "hook", ACME, "task.ended", "{}", NOW);
        Instant at = NOW;
        int tries = 0;
        while (delivery.status() == DeliveryStatus.PENDING) {
            delivery = delivery.failed("down", Duration.ofSeconds(5), Duration.ofDays(1), at);
            tries++;
            if (delivery.nextAt() != null) {
                assertThat(Duration.between(at, delivery.nextAt())).isLessThanOrEqualTo(Duration.ofHours(1));
                at = delivery.nextAt();
            }
        }
        assertThat(tries).isBetween(25, 40);
        assertThat(Duration.between(NOW, at)).isGreaterThan(Duration.ofHours(22));
        assertThat(delivery.body()).isEmpty();
    }

    @Test
    void aWebhookIsDisabledAfterManyFailuresAndSaysWhy() {
        Webhook webhook = Webhook.active("hook", ACME, "https://example.org/", List.of("task.ended"), "whsec_", NOW);
        for (int i = 0; i < 3; i++) {
            webhook = webhook.failed("it answered 500", false, 3);
        }
        assertThat(webhook.status()).isEqualTo(WebhookStatus.DISABLED);
        assertThat(webhook.disabledBecause()).contains("3 tries").contains("500");
        assertThat(webhook.wants("task.ended")).isFalse();
    }

    @Test
    void whoeverIsGoneIsDisabledAtOnce() {
        Webhook webhook = Webhook.active("hook", ACME, "https://example.org/", List.of(), "whsec_", NOW)
                .failed("it answered 410", true, 100);

        assertThat(webhook.status()).isEqualTo(WebhookStatus.DISABLED);
    }

    @Test
    void secretsAreNotInTexts() {
        assertThat(Webhook.active("hook", ACME, "https://example.org/", List.of(), "whsec_hidden", NOW)
                        .toString())
                .doesNotContain("hidden");
    }
}

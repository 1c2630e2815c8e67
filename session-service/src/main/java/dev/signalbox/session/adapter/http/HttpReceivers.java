package dev.signalbox.session.adapter.http;

import dev.signalbox.session.app.webhooks.Receivers;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.webhooks.Addresses;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Receivers over HTTP. An address is looked up right before it is used, and Java remembers what it found for 30 s, so the
 * connection goes to what was looked at.
 */
@ApplicationScoped
class HttpReceivers implements Receivers {

    private static final Logger LOG = Logger.getLogger(HttpReceivers.class);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    private final boolean allowPrivate;
    private final Duration timeout;
    private final HttpClient client;

    HttpReceivers(SessionConfig config, @ConfigProperty(name = "quarkus.http.host") String boundTo) {
        this.allowPrivate = config.webhooks().allowPrivate().orElseGet(() -> isLoopback(boundTo));
        this.timeout = config.webhooks().timeout();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .build();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public Optional<String> forbidden(String url) {
        String host = URI.create(url).getHost();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!allowPrivate && !Addresses.isPublic(address)) {
                    return Optional.of("Deliveries do not go to " + host
                            + ": it is a private address. The operator may allow these"
                            + " (SIGNALBOX_WEBHOOKS_ALLOW_PRIVATE=true).");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("The host " + host + " is not known.");
        }
    }

    @Override
    public Answer send(String url, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Signalbox-Webhooks/1")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            // What it says beside its status is not read.
            return new Answer(
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode(),
                    null);
        } catch (HttpTimeoutException e) {
            return new Answer(0, "it did not answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            LOG.debugf(e, "a webhook cannot be reached");
            return new Answer(0, "it cannot be reached (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "the service stopped");
        }
    }
}

package dev.signalbox.gateway.domain;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of elsewhere away from a gateway that asks for no key: a page of any origin can have a browser send
 * requests to this machine, and with a name that it points there (DNS rebinding) even read the answers. Programs that
 * are no browsers send no Origin.
 *
 * @param allowed further origins whose pages may come, such as {@code https://example.org}; their hosts may be names of
 *     this machine as well
 */
public record Origins(Set<String> allowed) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    public Origins {
        allowed = Set.copyOf(allowed);
    }

    /** From the settings. */
    public static Origins of(Collection<String> allowed) {
        return new Origins(Set.copyOf(allowed));
    }

    /** Whether an interface is this machine's own. */
    public static boolean loopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Whether a page of the origin may send requests; what has none is no page. */
    public boolean mayCome(@Nullable String origin) {
        return origin == null || allowed.contains(origin) || loopback(host(origin));
    }

    /** Whether a server of this machine may be asked by this name, of HTTP/1.1's Host or HTTP/2's authority. */
    public boolean named(@Nullable String host) {
        return host != null && (loopback(host) || hosts().contains(host.toLowerCase(Locale.ROOT)));
    }

    private Set<String> hosts() {
        return allowed.stream().map(Origins::host).collect(Collectors.toUnmodifiableSet());
    }

    private static String host(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}

package dev.signalbox.session.domain.webhooks;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Which addresses deliveries may go to. */
public final class Addresses {

    private static final int LONGEST = 2_000;
    private static final int BYTE = 0xff;

    private Addresses() {}

    /** What is wrong with the address of a webhook; empty where nothing is. */
    public static Optional<String> wrong(String url) {
        if (url.length() > LONGEST) {
            return Optional.of("url has at most " + LONGEST + " characters.");
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return Optional.of("url is not an address.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("url begins with https:// or http://.");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return Optional.of("url names no host.");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            return Optional.of("url has neither user nor fragment; deliveries are signed instead.");
        }
        return Optional.empty();
    }

    /** Whether everybody can reach it: neither this machine nor a network behind a firewall. */
    public static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> isPublic(four.getAddress());
            case Inet6Address six -> isPublicSix(six.getAddress());
            default -> false;
        };
    }

    /** Beside what Java knows: shared (100.64/10), 0/8, benchmarks (198.18/15), protocols (192.0.0/24), reserved (240/4). */
    private static boolean isPublic(byte[] octets) {
        int first = octets[0] & BYTE;
        int second = octets[1] & BYTE;
        int third = octets[2] & BYTE;
        return first != 0
                && !(first == 100 && second >= 64 && second < 128)
                && !(first == 198 && (second == 18 || second == 19))
                && !(first == 192 && second == 0 && third == 0)
                && first < 240;
    }

    /** Unique local (fc00::/7), and those with an IPv4 address inside: NAT64 (64:ff9b::/96) and 6to4 (2002::/16). */
    private static boolean isPublicSix(byte[] octets) {
        if ((octets[0] & 0xfe) == 0xfc) {
            return false;
        }
        boolean nat64 = octets[0] == 0 && octets[1] == 0x64 && (octets[2] & BYTE) == 0xff && (octets[3] & BYTE) == 0x9b;
        boolean sixToFour = octets[0] == 0x20 && octets[1] == 0x02;
        return !nat64 && !sixToFour;
    }
}

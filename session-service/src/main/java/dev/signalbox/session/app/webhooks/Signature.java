package dev.signalbox.session.app.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs deliveries as the Standard Webhooks specification 1.0 has it (github.com/standard-webhooks/standard-webhooks):
 * HMAC-SHA256 of {@code id.timestamp.body}.
 */
public final class Signature {

    /** What secrets begin with. */
    public static final String PREFIX = "whsec_";
    /** Bytes of a secret. */
    public static final int FEWEST = 24;

    public static final int MOST = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** The value of the header {@code webhook-signature}. */
    public static String of(String secret, String id, Instant at, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            String signed = id + "." + at.getEpochSecond() + "." + body;
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** A secret of these random bytes. */
    public static String secret(byte[] random) {
        return PREFIX + Base64.getEncoder().encodeToString(random);
    }

    /** Whether deliveries can be signed with it. */
    public static boolean usable(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return false;
        }
        try {
            int length = key(secret).length;
            return length >= FEWEST && length <= MOST;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }
}

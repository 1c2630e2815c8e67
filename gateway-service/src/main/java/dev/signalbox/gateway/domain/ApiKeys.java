package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that open the edge and whose they are. Keeps their hashes, not the keys. */
public final class ApiKeys {

    private record Entry(byte[] hash, TenantId tenant) {}

    private final List<Entry> entries;

    private ApiKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads {@code key=tenant,key2=tenant2}. A key may contain {@code =}: the last one separates.
     *
     * @throws IllegalArgumentException that names the entry by its position, never by its key
     */
    public static ApiKeys parse(String setting) {
        List<Entry> entries = new ArrayList<>();
        int position = 0;
        for (String pair : setting.split(",", -1)) {
            position++;
            if (pair.isBlank()) {
                continue;
            }
            int separator = pair.lastIndexOf('=');
            if (separator < 1) {
                throw new IllegalArgumentException("API key " + position + " is not written as key=tenant");
            }
            String key = pair.substring(0, separator).strip();
            String tenant = pair.substring(separator + 1).strip();
            try {
                entries.add(new Entry(hash(key), new TenantId(tenant)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("API key " + position + ": " + e.getMessage(), e);
            }
        }
        return new ApiKeys(entries);
    }

    /** Whether no key is asked for. */
    public boolean open() {
        return entries.isEmpty();
    }

    /** Whose key it is, or null. Takes equally long for every key, so that time tells nothing. */
    public @Nullable TenantId tenantOf(String key) {
        byte[] presented = hash(key);
        TenantId found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash(), presented)) {
                found = entry.tenant();
            }
        }
        return found;
    }

    private static byte[] hash(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }
}

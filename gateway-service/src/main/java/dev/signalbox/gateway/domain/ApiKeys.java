package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys that open the edge and whose they are. Keeps their hashes, not the keys. */
public final class ApiKeys {

    /** Whose a key is. */
    public sealed interface Holder {}

    /** A tenant's: it opens what is the tenant's, and nothing else. */
    public record Tenant(TenantId id) implements Holder {}

    /** An operator's: it opens what concerns all tenants, and each tenant's own. */
    public record Operator(String name) implements Holder {

        public Operator {
            if (!Caller.isName(name)) {
                throw new IllegalArgumentException(
                        "an operator's name is 1 to 100 letters, digits and ._@:+/- or spaces,"
                                + " and begins with a letter or digit");
            }
        }
    }

    private record Entry(byte[] hash, Holder holder) {}

    private final List<Entry> entries;

    private ApiKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads {@code key=tenant,key2=tenant2}, and of operators {@code key=name,key2=name2}. A key may contain {@code =}:
     * the last one separates.
     *
     * @throws IllegalArgumentException that names the entry by its position, never by its key: where it is not written
     *     so, or the key is a tenant's and an operator's
     */
    public static ApiKeys parse(String tenants, String operators) {
        List<Entry> entries =
                new ArrayList<>(read("API key", "tenant", tenants, name -> new Tenant(new TenantId(name))));
        for (Entry operator : read("operator key", "name", operators, Operator::new)) {
            if (entries.stream()
                    .anyMatch(entry ->
                            entry.holder() instanceof Tenant && MessageDigest.isEqual(entry.hash(), operator.hash()))) {
                throw new IllegalArgumentException(
                        "the key of " + operator.holder() + " is a tenant's as well: give operators keys of their own");
            }
            entries.add(operator);
        }
        return new ApiKeys(entries);
    }

    private static List<Entry> read(String kind, String holder, String setting, Function<String, Holder> holders) {
        List<Entry> entries = new ArrayList<>();
        int position = 0;
        for (String pair : setting.split(",", -1)) {
            position++;
            if (pair.isBlank()) {
                continue;
            }
            int separator = pair.lastIndexOf('=');
            if (separator < 1) {
                throw new IllegalArgumentException(kind + " " + position + " is not written as key=" + holder);
            }
            String key = pair.substring(0, separator).strip();
            String name = pair.substring(separator + 1).strip();
            try {
                entries.add(new Entry(hash(key), holders.apply(name)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(kind + " " + position + ": " + e.getMessage(), e);
            }
        }
        return entries;
    }

    /** Whether no key is asked for: neither tenants nor operators have any. */
    public boolean open() {
        return entries.isEmpty();
    }

    /** Whose key it is, or null. Takes equally long for every key, so that time tells nothing. */
    public @Nullable Holder holderOf(String key) {
        byte[] presented = hash(key);
        Holder found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash(), presented)) {
                found = entry.holder();
            }
        }
        return found;
    }

    private static byte[] hash(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }
}

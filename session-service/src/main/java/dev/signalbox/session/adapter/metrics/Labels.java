package dev.signalbox.session.adapter.metrics;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of one label: as many as it may have, all further ones are one. */
final class Labels {

    /** What stands where there is no value. */
    static final String NONE = "none";
    /** What stands for all values beyond the bound. */
    static final String OTHER = "other";
    /** More backends, tiers or models than an installation has. */
    static final int MOST = 50;

    private static final Duration[] WAITS = Stream.of(
                    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
                    1_800_000, 3_600_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int most;

    Labels(int most) {
        this.most = most;
    }

    /** The value as it may stand in a label. */
    String of(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return NONE;
        }
        if (known.contains(value) || known.size() < most && known.add(value)) {
            return value;
        }
        return OTHER;
    }

    /** Buckets of what takes between an instant and an hour; 10 s and 300 s are what is promised. */
    static Duration[] waits() {
        return WAITS.clone();
    }
}

package dev.signalbox.launcher.command;

import dev.signalbox.contracts.replay.EstimatedInterval;
import dev.signalbox.contracts.replay.MeasuredDifference;
import dev.signalbox.contracts.replay.ReplayResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a replay found, for people. */
final class ReplayWords {

    private ReplayWords() {}

    static List<String> of(ReplayResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.summary());
        if (result.decisions() == 0) {
            return lines;
        }
        lines.add("");
        lines.add(format("  %-22s %34s   %32s", "", "dollars per task", "first attempts that succeed"));
        MeasuredDifference cost = result.cost();
        MeasuredDifference success = result.success();
        lines.add(format(
                "  %-22s %34s   %32s",
                "as it was",
                format("%.6f", cost.logged().value()),
                format("%.2f %%", 100 * success.logged().value())));
        lines.add(row("direct method", cost.direct(), success.direct()));
        lines.add(row("inverse propensity", cost.inversePropensity(), success.inversePropensity()));
        lines.add(row("  self-normalised", cost.selfNormalised(), success.selfNormalised()));
        lines.add(row("doubly robust", cost.doublyRobust(), success.doublyRobust()));
        lines.add("");
        lines.add(format(
                "  evaluated %,d of %,d decisions; effective sample size %,.0f; largest weight %.1f, %,d capped",
                result.evaluated(),
                result.decisions(),
                result.effectiveSampleSize(),
                result.largestWeight(),
                result.cappedWeights()));
        result.notEvaluated().forEach((reason, count) -> lines.add(format("  not evaluated: %,d %s", count, reason)));
        if (result.assumedShare() > 0) {
            lines.add(format(
                    "  %s of its decisions go where no outcome was seen: there the direct method only assumes",
                    result.assumedShare() < 0.01 ? "<1 %" : format("%.1f %%", 100 * result.assumedShare())));
        }
        lines.add(format(
                "  regret $%.4f a day as it was, $%.4f under the policy",
                result.loggedRegretPerDay(), result.regretPerDay()));
        result.changes()
                .forEach(change -> lines.add(format("  %,8d  %s -> %s", change.count(), change.from(), change.to())));
        return lines;
    }

    private static String row(String name, EstimatedInterval cost, EstimatedInterval success) {
        return format(
                "  %-22s %34s   %32s",
                name,
                cost.decisions() < 2 ? "-" : format("%+.6f (%+.6f, %+.6f)", cost.value(), cost.low(), cost.high()),
                success.decisions() < 2
                        ? "-"
                        : format(
                                "%+.2f (%+.2f, %+.2f) points",
                                100 * success.value(), 100 * success.low(), 100 * success.high()));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing();
    }
}

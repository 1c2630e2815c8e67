package dev.signalbox.launcher.task;

import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.event.TaskQuestion;
import dev.signalbox.contracts.event.TaskToolCalled;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What agents do, each in one line. On no terminal plain ASCII. */
final class AgentLines {

    private static final int LONGEST = 120;

    private final boolean terminal;

    AgentLines(boolean terminal) {
        this.terminal = terminal;
    }

    /** A call of a tool, as far as it is known when it begins. */
    String begin(TaskToolCalled call) {
        return (terminal ? "\u2699 " : "tool: ") + plain(call.tool()) + " " + plain(call.arguments())
                + (terminal ? " \u2026" : " ...");
    }

    /** How the call went; follows its begin. */
    static String end(TaskToolCalled call) {
        ToolCalled.Outcome outcome = call.outcome();
        Duration duration = call.duration();
        if (outcome == null) {
            return "";
        }
        String took = duration == null ? "" : " " + ForPeople.duration(duration);
        return switch (outcome) {
            case SUCCEEDED -> " ok" + took;
            case FAILED -> " failed" + took + because(call.result());
            case DENIED -> " denied" + because(call.result());
        };
    }

    private static String because(@Nullable String result) {
        return result == null || result.isBlank() ? "" : ": " + plain(result);
    }

    /** What it has cost so far. */
    static String soFar(TaskUsage usage) {
        return "cost so far " + ForPeople.money(usage.cost().total()) + " (" + tokens(usage.usage()) + ")";
    }

    /** Tokens, those of the cache beside the others. */
    static String tokens(Usage usage) {
        return String.format(Locale.ROOT, "%,d tokens read, %,d written", usage.inputTokens(), usage.outputTokens())
                + cached(", %,d from the cache", usage.cacheReadTokens())
                + cached(", %,d into the cache", usage.cacheWriteTokens());
    }

    private static String cached(String words, long tokens) {
        return tokens == 0 ? "" : String.format(Locale.ROOT, words, tokens);
    }

    static String asked(TaskQuestion question) {
        return "the agent asks: "
                + question.question().replaceAll("[\\p{C}&&[^\n]]+", " ").strip();
    }

    /** What a task waits for, and how to decide it; the task goes on when that is done. */
    static List<String> waiting(ApprovalRequested asked) {
        return List.of(
                "waits for a human until " + ForPeople.time(asked.expiresAt()) + ": " + plain(asked.title()),
                plain(ForPeople.words(asked.detail())),
                "decide elsewhere with ./signalbox approve " + asked.approvalId() + " (or refuse); it then goes on");
    }

    /** One line, and nothing that a terminal would obey. */
    private static String plain(String text) {
        String line = text.replaceAll("\\p{C}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}

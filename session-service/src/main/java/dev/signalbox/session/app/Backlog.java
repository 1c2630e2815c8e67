package dev.signalbox.session.app;

import dev.signalbox.contracts.event.TaskStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of the backends now, the same for whoever asks.
 *
 * @param backends by name; those of them with nothing to do too
 * @param tasks that have not ended, by status
 */
public record Backlog(Map<String, OfBackend> backends, Map<TaskStatus, Long> tasks) {

    public Backlog {
        backends = Map.copyOf(backends);
        tasks = Map.copyOf(tasks);
    }

    /**
     * One backend's.
     *
     * @param waiting attempts that were dispatched and not begun
     * @param running attempts that a worker has
     * @param oldest how long the oldest of the waiting ones has waited; nothing where none waits
     */
    public record OfBackend(long waiting, long running, Duration oldest) {

        public static final OfBackend IDLE = new OfBackend(0, 0, Duration.ZERO);
    }

    /** Reads backlogs. Methods block; call them on a virtual thread. */
    public interface Backlogs {

        /** Backends that had work at some time, whichever instance gave it to them. */
        Set<String> known();

        /** Remembers that these had work. */
        void remember(Set<String> backends);

        /** How it is now. Reads what lives, and not what has ended. */
        Backlog now();

        /** How much of open budgets is used. */
        Budgets budgets();
    }

    /**
     * Open accounts that have a cap.
     *
     * @param most the largest share that is spent or reserved
     * @param accounts how many there are by how much of them is used: from that percentage up to the next
     * @param cap dollars in all
     * @param spent dollars in all
     * @param reserved dollars in all
     */
    public record Budgets(double most, Map<Integer, Long> accounts, double cap, double spent, double reserved) {

        public Budgets {
            accounts = Map.copyOf(accounts);
        }
    }
}

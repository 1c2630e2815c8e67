package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.ledger.Account;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What has to be loaded for a batch. */
final class Needs {

    private Needs() {}

    /** Of agents that work in a session; for all others nothing is asked. */
    static Set<Memory.Key> memories(List<ReceivedRecord> records) {
        Set<Memory.Key> keys = new TreeSet<>();
        for (ReceivedRecord record : records) {
            if (record.input() instanceof Input.Routed routed) {
                Memory.Key.of(
                                routed.request().tenant(),
                                routed.request().sessionId(),
                                routed.chosen().route())
                        .ifPresent(keys::add);
            }
        }
        return keys;
    }

    /** Of sessions that tasks are routed in; those of tasks that are known are found with them. */
    static Set<Account.Key> accounts(List<ReceivedRecord> records) {
        Set<Account.Key> keys = new TreeSet<>();
        for (ReceivedRecord record : records) {
            if (record.input() instanceof Input.Routed routed
                    && routed.request().sessionId() != null) {
                keys.add(new Account.Key(
                        routed.request().tenant(), routed.request().sessionId()));
            }
        }
        return keys;
    }

    /** Of everybody that a record is about. */
    static Set<TaskId> tasks(List<ReceivedRecord> records) {
        return ids(records, false);
    }

    /** Of those whose requests may be sent once more. */
    static Set<TaskId> requests(List<ReceivedRecord> records) {
        return ids(records, true);
    }

    private static Set<TaskId> ids(List<ReceivedRecord> records, boolean reviewsOnly) {
        Set<TaskId> ids = new LinkedHashSet<>();
        for (ReceivedRecord record : records) {
            Input input = record.input();
            if (input != null && (!reviewsOnly || input instanceof Input.Review || input instanceof Input.Decided)) {
                ids.add(input.taskId());
            }
        }
        return ids;
    }
}

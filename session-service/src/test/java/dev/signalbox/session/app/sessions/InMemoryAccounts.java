package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts in memory. */
final class InMemoryAccounts implements Accounts {

    final Map<Account.Key, Account> accounts = new HashMap<>();
    final List<TaskId> running = new ArrayList<>();
    private final Map<String, Money> charges = new HashMap<>();

    @Override
    public boolean open(Account.Key key, Kind kind, @Nullable Money cap, int most, Instant now) {
        long open =
                accounts.values().stream().filter(account -> !account.closed()).count();
        if (open >= most) {
            return accounts.containsKey(key);
        }
        accounts.putIfAbsent(key, Account.open(key, cap));
        return true;
    }

    @Override
    public void close(Account.Key key) {
        accounts.computeIfPresent(key, (k, a) -> new Account(k, a.cap(), a.spent(), a.reserved(), a.overrun(), true));
    }

    @Override
    public Map<Account.Key, Account> find(Collection<Account.Key> keys) {
        Map<Account.Key, Account> found = new HashMap<>(accounts);
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public Optional<Account> charge(Account.Key key, String source, Money total) {
        Money before = charges.getOrDefault(key + source, Money.ZERO);
        if (accounts.containsKey(key) && total.exceeds(before)) {
            charges.put(key + source, total);
            accounts.computeIfPresent(key, (k, account) -> account.charge(total.minus(before)));
        }
        return Optional.ofNullable(accounts.get(key));
    }

    @Override
    public Activity activity(Account.Key key) {
        return Activity.NONE;
    }

    @Override
    public List<TaskId> running(Account.Key key) {
        return List.copyOf(running);
    }

    @Override
    public List<Account> runningOut(double share) {
        return List.of();
    }

    @Override
    public void warned(Account.Key key) {}

    @Override
    public List<Account.Key> openedBefore(Instant before) {
        return accounts.values().stream()
                .filter(account -> !account.closed())
                .map(Account::key)
                .toList();
    }
}

package dev.signalbox.session.domain.ledger;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.domain.Input;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that a batch touches, as they were locked, and what the batch does to them. Not safe for threads; one for
 * each batch. What is asked twice counts once.
 */
public final class Ledger {

    /** An agent that was given no ceiling gets this many times what it is expected to cost, or its share if that is more. */
    private static final BigDecimal ROOM = new BigDecimal(3);

    /** An agent's share of what is left, so that those beside it have something as well. */
    private static final BigDecimal SHARE = new BigDecimal("0.25");

    /** A program is charged for its start as well; backends stop a little after the time. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    private final Map<Account.Key, Account> accounts = new HashMap<>();
    private final Map<Reservation.Of, Reservation> reservations = new HashMap<>();
    private final TreeMap<Account.Key, Account> changedAccounts = new TreeMap<>();
    private final Map<Reservation.Of, Reservation> changedReservations = new HashMap<>();

    public Ledger(Collection<Account> accounts, Collection<Reservation> reservations) {
        accounts.forEach(account -> this.accounts.put(account.key(), account));
        reservations.forEach(reservation -> this.reservations.put(reservation.of(), reservation));
    }

    /** Of a batch without sessions. */
    public static Ledger none() {
        return new Ledger(List.of(), List.of());
    }

    /** Whether there is nothing to keep. */
    public boolean untouched() {
        return changedAccounts.isEmpty() && changedReservations.isEmpty();
    }

    /** Accounts that changed, in the order of their keys. */
    public List<Account> accounts() {
        return List.copyOf(changedAccounts.values());
    }

    /** Reservations that were made or settled. */
    public List<Reservation> reservations() {
        return List.copyOf(changedReservations.values());
    }

    /** Whether the routed attempt may be begun. Changes nothing. */
    public Verdict ask(Input.Routed routed) {
        Account account = account(routed.request());
        if (account == null) {
            return new Verdict.Free();
        }
        if (account.closed()) {
            return new Verdict.Refused(ended(account));
        }
        Money expected = routed.chosen().cost();
        Optional<Money> left = account.left();
        if (left.filter(expected::exceeds).isPresent()
                || left.filter(money -> money.compareTo(Money.ZERO) <= 0).isPresent()) {
            return new Verdict.Refused(tooLittle(account, expected));
        }
        return routed.chosen().route().model() == null ? program(routed, left) : agent(routed, left);
    }

    /** At most its time; where that is not left, less time. */
    private static Verdict program(Input.Routed routed, Optional<Money> left) {
        Duration extra = routed.chosen().startUp().plus(GRACE);
        Money worst = routed.rates()
                .cost(routed.chosen().resources(), routed.timeout().plus(extra));
        if (left.isEmpty() || !worst.exceeds(left.get())) {
            return new Verdict.Granted(worst, null, routed.timeout());
        }
        Duration affordable =
                affordable(left.get(), routed.rates(), routed.chosen()).minus(extra);
        Duration timeout = affordable.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : affordable;
        return new Verdict.Granted(
                left.get(), null, timeout.compareTo(routed.timeout()) < 0 ? timeout : routed.timeout());
    }

    private static Duration affordable(Money money, Rates rates, Candidate chosen) {
        Money second = rates.cost(chosen.resources(), Duration.ofSeconds(1));
        return second.equals(Money.ZERO)
                ? Duration.ofDays(1)
                : Duration.ofSeconds(money.usd()
                        .divide(second.usd(), MathContext.DECIMAL32)
                        .min(BigDecimal.valueOf(86_400))
                        .longValue());
    }

    /** Its own ceiling, or room for more than expected; never more than is left. The agent stops there. */
    private static Verdict agent(Input.Routed routed, Optional<Money> left) {
        Money own = routed.request().task().maximumCost();
        Money room = routed.chosen().cost().times(ROOM);
        if (left.isEmpty()) {
            return new Verdict.Granted(own == null ? room : own, own, routed.timeout());
        }
        Money share = left.get().times(SHARE);
        Money wanted = own != null ? own : room.exceeds(share) ? room : share;
        Money ceiling = wanted.exceeds(left.get()) ? left.get() : wanted;
        return new Verdict.Granted(ceiling, ceiling, routed.timeout());
    }

    /** The attempt is begun: its amount is set aside. */
    public void reserve(Input.Routed routed, Verdict.Granted granted, Instant now) {
        Account account = account(routed.request());
        Reservation.Of of = new Reservation.Of(routed.taskId(), routed.request().attempt());
        if (account == null || reservations.containsKey(of)) {
            return;
        }
        var agent = routed.chosen().route().agent();
        keep(account.reserve(granted.amount()));
        keep(new Reservation(of, account.key(), agent == null ? "" : agent.value(), granted.amount(), null, now));
    }

    /** The attempt has ended: what it cost is spent, the rest of what was set aside is free. */
    public void settle(TaskId task, int attempt, Money cost, Instant now) {
        Reservation reservation = reservations.get(new Reservation.Of(task, attempt));
        if (reservation == null || !reservation.open()) {
            return;
        }
        Account account = accounts.get(reservation.account());
        if (account == null) {
            throw new IllegalStateException("the account of " + task + " was not loaded");
        }
        keep(account.settle(reservation.amount(), cost));
        keep(reservation.settled(cost, now));
    }

    /** Attempts of the task that are not settled. */
    public List<Integer> open(TaskId task) {
        return reservations.values().stream()
                .filter(reservation ->
                        reservation.open() && reservation.of().task().equals(task))
                .map(reservation -> reservation.of().attempt())
                .toList();
    }

    private @Nullable Account account(TaskRequested request) {
        return request.sessionId() == null
                ? null
                : accounts.get(new Account.Key(request.tenant(), request.sessionId()));
    }

    private void keep(Account account) {
        accounts.put(account.key(), account);
        changedAccounts.put(account.key(), account);
    }

    private void keep(Reservation reservation) {
        reservations.put(reservation.of(), reservation);
        changedReservations.put(reservation.of(), reservation);
    }

    private static Problem ended(Account account) {
        return ProblemType.SESSION_ENDED.because("Session " + account.key().session()
                + " has ended; create another one, or give the task without a session.");
    }

    private static Problem tooLittle(Account account, Money expected) {
        return ProblemType.BUDGET_EXCEEDED.because(
                "Session " + account.key().session() + " may cost " + account.cap() + " USD; " + account.spent()
                        + " is spent and " + account.reserved()
                        + " reserved for what runs, and this attempt is expected to cost " + expected
                        + ". Wait for what runs, or create a session with a larger budget.",
                Map.of(
                        "spent", account.spent().toString(),
                        "reserved", account.reserved().toString(),
                        "expected", expected.toString()));
    }
}

package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sandbox that is kept ready, and for whom.
 *
 * @param hold as it is wanted
 * @param owners sessions that hold it now
 * @param payers sessions that pay for it: its owners, or the last ones
 * @param measured what each worker's sandbox cost so far
 * @param charged what each session has to pay so far
 * @param revision counts what was published
 */
public record HoldDocument(
        SandboxHold hold,
        List<String> owners,
        List<String> payers,
        Map<String, Money> measured,
        Map<String, Money> charged,
        long revision) {

    public HoldDocument {
        owners = List.copyOf(owners);
        payers = List.copyOf(payers);
        measured = Map.copyOf(measured);
        charged = Map.copyOf(charged);
    }

    static HoldDocument of(SandboxHold hold) {
        return new HoldDocument(hold, List.of(), List.of(), Map.of(), Map.of(), 0);
    }

    boolean held() {
        return !owners.isEmpty();
    }

    /** For one more session, until its end at least. */
    HoldDocument joined(SandboxHold wanted, String session) {
        List<String> all = new ArrayList<>(owners);
        if (!all.contains(session)) {
            all.add(session);
        }
        Instant until = held() && hold.until().isAfter(wanted.until()) ? hold.until() : wanted.until();
        SandboxHold base = held() ? hold : wanted;
        SandboxHold next = new SandboxHold(
                base.holdId(),
                base.tenant(),
                base.sessionId(),
                base.agentId(),
                base.backend(),
                base.tier(),
                base.resources(),
                base.rates(),
                until,
                base.requestedAt());
        return new HoldDocument(next, all, all, measured, charged, revision + 1);
    }

    /** For one session less. */
    HoldDocument left(String session) {
        List<String> others =
                owners.stream().filter(owner -> !owner.equals(session)).toList();
        return new HoldDocument(hold, others, others.isEmpty() ? owners : others, measured, charged, revision + 1);
    }

    /** What is new since the last measurement is paid by those whose it is, in equal parts. */
    HoldDocument paid(HoldMeasured m) {
        String worker = m.worker() + "@" + m.since();
        Money known = measured.getOrDefault(worker, Money.ZERO);
        if (!m.cost().exceeds(known) || payers.isEmpty()) {
            return this;
        }
        Map<String, Money> costs = new TreeMap<>(measured);
        costs.put(worker, m.cost());
        Money part =
                new Money(m.cost().minus(known).usd().divide(BigDecimal.valueOf(payers.size()), MathContext.DECIMAL64));
        Map<String, Money> sums = new TreeMap<>(charged);
        payers.forEach(payer -> sums.merge(payer, part, Money::plus));
        return new HoldDocument(hold, owners, payers, costs, sums, revision);
    }
}

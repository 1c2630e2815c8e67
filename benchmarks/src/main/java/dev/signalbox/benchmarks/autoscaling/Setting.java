package dev.signalbox.benchmarks.autoscaling;

/**
 * A backend's Deployment and its autoscaler. Times are seconds.
 *
 * @param signal what is looked at
 * @param slots attempts at once of a pod
 * @param utilisation share of the slots that a pod is to have busy: the target is {@code slots x utilisation}
 * @param fewest pods; 0 for scaling to zero
 * @param most pods
 * @param poll KEDA's {@code pollingInterval}: how often it looks whether there is anything at all
 * @param coolDown KEDA's {@code cooldownPeriod}: how long nothing has to be there before the last pod goes
 * @param stabilisation HPA's {@code scaleDown.stabilizationWindowSeconds}: the most of so long counts
 * @param startUp from the decision to have a pod until it takes work
 * @param grace how long attempts may go on in a pod that is to go
 * @param scrape how often Prometheus asks
 */
record Setting(
        Signal signal,
        int slots,
        double utilisation,
        int fewest,
        int most,
        double poll,
        double coolDown,
        double stabilisation,
        double startUp,
        double grace,
        double scrape) {

    /** How often session-service reads the backlog from PostgreSQL. */
    static final double SAMPLE = 5;

    /** How often the horizontal pod autoscaler decides. */
    static final double SYNC = 15;

    double target() {
        return slots * utilisation;
    }

    Setting withSignal(Signal other, int atLeast) {
        return new Setting(
                other, slots, utilisation, atLeast, most, poll, coolDown, stabilisation, startUp, grace, scrape);
    }

    Setting withUtilisation(double other) {
        return new Setting(signal, slots, other, fewest, most, poll, coolDown, stabilisation, startUp, grace, scrape);
    }

    Setting withTimes(double otherPoll, double otherCoolDown, double otherStabilisation) {
        return new Setting(
                signal,
                slots,
                utilisation,
                fewest,
                most,
                otherPoll,
                otherCoolDown,
                otherStabilisation,
                startUp,
                grace,
                scrape);
    }

    Setting withGrace(double other) {
        return new Setting(
                signal, slots, utilisation, fewest, most, poll, coolDown, stabilisation, startUp, other, scrape);
    }

    Setting withScrape(double other) {
        return new Setting(
                signal, slots, utilisation, fewest, most, poll, coolDown, stabilisation, startUp, grace, other);
    }

    Setting withStartUp(double other) {
        return new Setting(
                signal, slots, utilisation, fewest, most, poll, coolDown, stabilisation, other, grace, scrape);
    }

    Setting withFewest(int other) {
        return new Setting(
                signal, slots, utilisation, other, most, poll, coolDown, stabilisation, startUp, grace, scrape);
    }
}

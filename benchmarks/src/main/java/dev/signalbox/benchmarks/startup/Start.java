package dev.signalbox.benchmarks.startup;

/**
 * One start of a service.
 *
 * @param service its label
 * @param variant how it was started
 * @param listeningSeconds until its port takes connections: the JVM, the framework, and where it has a database the look
 *     at its migrations
 * @param readySeconds until {@code /q/health/ready} says 200: beyond listening it waits for Kafka to give it its
 *     partitions and for the compacted topics it reads
 * @param cpuSeconds of its CPU until it was ready
 * @param compilingSeconds how many of them went into compiling Java
 * @param othersCores processors that somebody else, Kafka and PostgreSQL included, kept busy meanwhile
 * @param residentBytes memory after a rest, shared pages counted whole
 * @param proportionalBytes the same, shared pages counted by the share
 * @param threads after the rest
 * @param idleCores processors that it kept busy while it rested
 * @param cached whether it started from a start-up cache
 */
record Start(
        String service,
        String variant,
        double listeningSeconds,
        double readySeconds,
        double cpuSeconds,
        double compilingSeconds,
        double othersCores,
        long residentBytes,
        long proportionalBytes,
        int threads,
        double idleCores,
        boolean cached) {}

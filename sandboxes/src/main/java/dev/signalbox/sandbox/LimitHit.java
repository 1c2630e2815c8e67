package dev.signalbox.sandbox;

/**
 * A sandbox used more than its size gives.
 *
 * @param resource {@code memory}, {@code disk}, {@code processes}, or {@link #MACHINE} when not the sandbox but the machine
 *     below it was at its limit, which is no fault of the task
 * @param limit for people: {@code 512 MiB}
 * @param detail in words
 */
public record LimitHit(String resource, String limit, String detail) {

    /** The machine is at its limit. */
    public static final String MACHINE = "machine";
}

package dev.signalbox.sandbox;

/**
 * A sandbox used more than its size gives.
 *
 * @param resource {@code memory}, {@code disk} or {@code processes}
 * @param limit for people: {@code 512 MiB}
 * @param detail in words
 */
public record LimitHit(String resource, String limit, String detail) {}

package dev.signalbox.launcher.task;

/**
 * One event of a stream.
 *
 * @param id what to resume after; empty when the stream never gave one
 * @param name what kind, {@code message} when it does not say
 * @param data the text
 */
public record ServerSentEvent(String id, String name, String data) {}

package dev.signalbox.contracts.execution;

import org.jspecify.annotations.Nullable;

/**
 * A file that the task made or changed.
 *
 * @param path relative to the working folder
 * @param size in bytes
 * @param content in base64; absent when the file is over the limit
 */
public record ProducedFile(String path, long size, @Nullable String content) {}

package dev.signalbox.evaluation;

import java.io.IOException;

/** A file that was named cannot be used; the message says why. */
final class UnusableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    UnusableFileException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}

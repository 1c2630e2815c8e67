package dev.signalbox.contracts.testing.badimage;

import java.security.SecureRandom;

/** Draws the same numbers in every process of an image. */
final class SecretInTheImage {

    static final SecureRandom RANDOM = new SecureRandom();

    private SecretInTheImage() {}
}

package dev.signalbox.registry.domain;

/** Who made a version. */
public enum Origin {
    /** It came with the product. */
    CATALOGUE,
    /** Somebody wrote it over REST. */
    CLIENT
}

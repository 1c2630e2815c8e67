package dev.signalbox.registry.domain;

/** Who made a version. */
public enum Origin {
    /** It came with the product. */
    CATALOGUE,
    /** Somebody wrote it over REST. */
    CLIENT,
    /** The workbench had a model write it, or filled in a template for one. */
    GENERATED,
    /** A human granted a proposal of the router. */
    PROPOSAL
}

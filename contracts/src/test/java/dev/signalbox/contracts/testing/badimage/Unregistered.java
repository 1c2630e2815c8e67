package dev.signalbox.contracts.testing.badimage;

/** A record that stands in no {@code reflect-config.json}. */
record Unregistered(String text) {}

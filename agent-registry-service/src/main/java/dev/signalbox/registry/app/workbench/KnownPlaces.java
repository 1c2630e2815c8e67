package dev.signalbox.registry.app.workbench;

import dev.signalbox.registry.domain.workbench.Facts;

/** What backends announce. */
public interface KnownPlaces {

    Facts.Places now();
}

/** Agents and skills as the catalogue publishes them. */
@NullMarked
package dev.signalbox.contracts.agent;

import org.jspecify.annotations.NullMarked;

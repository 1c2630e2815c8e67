/** What can be done with the catalogue, and the ports that it needs. */
@NullMarked
package dev.signalbox.registry.app;

import org.jspecify.annotations.NullMarked;

/** Reads prices and the routing policy from YAML, with messages that name the place. */
@NullMarked
package dev.signalbox.router.adapter.yaml;

import org.jspecify.annotations.NullMarked;

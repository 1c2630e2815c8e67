/** The one JSON configuration of all records. */
@NullMarked
package dev.signalbox.contracts.json;

import org.jspecify.annotations.NullMarked;

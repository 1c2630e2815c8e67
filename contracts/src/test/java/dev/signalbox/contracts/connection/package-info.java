@NullMarked
package dev.signalbox.contracts.connection;

import org.jspecify.annotations.NullMarked;

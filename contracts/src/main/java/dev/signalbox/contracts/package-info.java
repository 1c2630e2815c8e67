/** Identifiers, money and topics: the words that every service shares. */
@NullMarked
package dev.signalbox.contracts;

import org.jspecify.annotations.NullMarked;

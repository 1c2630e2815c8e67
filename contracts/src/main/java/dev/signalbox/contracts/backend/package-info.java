/** What an executor announces about the backend it serves. */
@NullMarked
package dev.signalbox.contracts.backend;

import org.jspecify.annotations.NullMarked;

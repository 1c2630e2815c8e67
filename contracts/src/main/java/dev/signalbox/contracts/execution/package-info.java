/** What session and executor say to each other about one attempt. */
@NullMarked
package dev.signalbox.contracts.execution;

import org.jspecify.annotations.NullMarked;

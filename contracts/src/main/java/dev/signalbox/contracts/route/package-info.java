/** What the router decided, from what, and why. */
@NullMarked
package dev.signalbox.contracts.route;

import org.jspecify.annotations.NullMarked;

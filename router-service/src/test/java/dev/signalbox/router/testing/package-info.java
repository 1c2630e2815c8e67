/** What the tests of several packages share: backends, agents and a router without servers. */
@NullMarked
package dev.signalbox.router.testing;

import org.jspecify.annotations.NullMarked;

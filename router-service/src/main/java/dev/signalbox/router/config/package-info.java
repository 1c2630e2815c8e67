/** What an operator can set, and how the parts are put together. */
@NullMarked
package dev.signalbox.router.config;

import org.jspecify.annotations.NullMarked;

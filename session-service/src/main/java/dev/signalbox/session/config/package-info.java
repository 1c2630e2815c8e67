/** Settings of the service. */
@NullMarked
package dev.signalbox.session.config;

import org.jspecify.annotations.NullMarked;

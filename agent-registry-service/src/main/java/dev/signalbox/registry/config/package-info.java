/** Settings of the service, and the objects that it is put together from. */
@NullMarked
package dev.signalbox.registry.config;

import org.jspecify.annotations.NullMarked;

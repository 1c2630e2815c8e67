/** The HTTP edge: resources, event streams, the pass-through to the registry, problems. */
@NullMarked
package dev.signalbox.gateway.adapter.rest;

import org.jspecify.annotations.NullMarked;

/** The catalogue over HTTP, under /v1. */
@NullMarked
package dev.signalbox.registry.adapter.rest;

import org.jspecify.annotations.NullMarked;

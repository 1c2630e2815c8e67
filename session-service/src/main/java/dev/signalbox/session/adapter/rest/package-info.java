/** Answers queries of the gateway. */
@NullMarked
package dev.signalbox.session.adapter.rest;

import org.jspecify.annotations.NullMarked;

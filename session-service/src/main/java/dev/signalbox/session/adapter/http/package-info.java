/** Asks other services over HTTP. */
@NullMarked
package dev.signalbox.session.adapter.http;

import org.jspecify.annotations.NullMarked;

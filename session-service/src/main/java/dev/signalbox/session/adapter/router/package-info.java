/** The router, asked over HTTP. */
@NullMarked
package dev.signalbox.session.adapter.router;

import org.jspecify.annotations.NullMarked;

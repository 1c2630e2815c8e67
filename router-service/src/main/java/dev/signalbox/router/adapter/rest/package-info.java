/** The internal REST interface: a decision without running it, and the snapshot. */
@NullMarked
package dev.signalbox.router.adapter.rest;

import org.jspecify.annotations.NullMarked;

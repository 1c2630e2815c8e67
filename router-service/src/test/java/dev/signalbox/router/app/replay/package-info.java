/** Replays of made-up logs. */
@org.jspecify.annotations.NullMarked
package dev.signalbox.router.app.replay;

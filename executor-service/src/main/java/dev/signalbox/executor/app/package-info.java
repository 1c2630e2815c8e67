/** Running attempts whatever the backend: start, stop, answer once; and the ports that it needs. */
@NullMarked
package dev.signalbox.executor.app;

import org.jspecify.annotations.NullMarked;

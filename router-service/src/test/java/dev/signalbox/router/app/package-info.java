@NullMarked
package dev.signalbox.router.app;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.signalbox.router.config;

import org.jspecify.annotations.NullMarked;

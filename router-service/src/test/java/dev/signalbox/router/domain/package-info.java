@NullMarked
package dev.signalbox.router.domain;

import org.jspecify.annotations.NullMarked;

/** What a task needs and where it goes: pure functions and the data that they decide from. */
@NullMarked
package dev.signalbox.router.domain;

import org.jspecify.annotations.NullMarked;

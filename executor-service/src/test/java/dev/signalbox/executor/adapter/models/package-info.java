/** Tests of agents. */
@NullMarked
package dev.signalbox.executor.adapter.models;

import org.jspecify.annotations.NullMarked;

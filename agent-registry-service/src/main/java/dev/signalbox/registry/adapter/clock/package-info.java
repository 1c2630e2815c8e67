/** What happens by time: pipelines that are due, evidence that has to be told. */
@NullMarked
package dev.signalbox.registry.adapter.clock;

import org.jspecify.annotations.NullMarked;

/** Sandboxes that are pods of a Kubernetes cluster. */
@NullMarked
package dev.signalbox.executor.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;

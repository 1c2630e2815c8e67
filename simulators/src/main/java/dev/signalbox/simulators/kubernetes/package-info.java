/** A Kubernetes API server with one node: enough of it for pods, as fabric8 and kubectl use them. */
@NullMarked
package dev.signalbox.simulators.kubernetes;

import org.jspecify.annotations.NullMarked;

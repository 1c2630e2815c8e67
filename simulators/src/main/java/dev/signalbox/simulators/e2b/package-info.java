/** The E2B sandbox cloud as it looks on the wire: control plane, envd, and code interpreter. */
@NullMarked
package dev.signalbox.simulators.e2b;

import org.jspecify.annotations.NullMarked;

/** The pipeline's use cases, and the ports that they need. */
@NullMarked
package dev.signalbox.registry.app.workbench;

import org.jspecify.annotations.NullMarked;

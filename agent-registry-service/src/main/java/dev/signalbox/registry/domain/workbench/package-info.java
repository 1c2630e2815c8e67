/** How a version of an agent goes from draft to deployed, and how it does afterwards: pure decisions. */
@NullMarked
package dev.signalbox.registry.domain.workbench;

import org.jspecify.annotations.NullMarked;

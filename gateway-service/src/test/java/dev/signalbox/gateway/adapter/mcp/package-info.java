/** Tests of the Model Context Protocol. */
@NullMarked
package dev.signalbox.gateway.adapter.mcp;

import org.jspecify.annotations.NullMarked;

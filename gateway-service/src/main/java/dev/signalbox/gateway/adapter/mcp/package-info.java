/** The Model Context Protocol: the tools that agents of others use Signalbox by. */
@NullMarked
package dev.signalbox.gateway.adapter.mcp;

import org.jspecify.annotations.NullMarked;

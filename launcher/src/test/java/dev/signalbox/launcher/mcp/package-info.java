/** Tests of the Model Context Protocol on standard input and output. */
@NullMarked
package dev.signalbox.launcher.mcp;

import org.jspecify.annotations.NullMarked;

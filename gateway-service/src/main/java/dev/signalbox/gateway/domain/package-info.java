/** What a request at the edge means: who asks, for how long, under which key and trace. */
@NullMarked
package dev.signalbox.gateway.domain;

import org.jspecify.annotations.NullMarked;

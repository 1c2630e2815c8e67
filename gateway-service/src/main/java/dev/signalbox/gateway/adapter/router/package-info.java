/** What router-service would decide, over its internal REST. */
@NullMarked
package dev.signalbox.gateway.adapter.router;

import org.jspecify.annotations.NullMarked;

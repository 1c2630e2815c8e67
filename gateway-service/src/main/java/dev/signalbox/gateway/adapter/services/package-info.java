/** The services behind the gateway, over their REST. */
@NullMarked
package dev.signalbox.gateway.adapter.services;

import org.jspecify.annotations.NullMarked;

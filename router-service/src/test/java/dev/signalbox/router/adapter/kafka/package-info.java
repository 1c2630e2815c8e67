@NullMarked
package dev.signalbox.router.adapter.kafka;

import org.jspecify.annotations.NullMarked;

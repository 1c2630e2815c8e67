@NullMarked
package dev.signalbox.router.adapter.yaml;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.signalbox.router.adapter.rest;

import org.jspecify.annotations.NullMarked;

/** What an agent, a skill and a template are, and which changes of an agent are legal. */
@NullMarked
package dev.signalbox.registry.domain;

import org.jspecify.annotations.NullMarked;

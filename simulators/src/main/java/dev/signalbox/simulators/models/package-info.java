/** Providers of language models as they look on the wire: Anthropic, OpenAI, Ollama. What answers is no model. */
@NullMarked
package dev.signalbox.simulators.models;

import org.jspecify.annotations.NullMarked;

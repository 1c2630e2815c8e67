/** Providers of language models on the wire: Anthropic's Messages, and OpenAI's chat completions that others speak, too. */
@NullMarked
package dev.signalbox.executor.adapter.models;

import org.jspecify.annotations.NullMarked;

/** Tests of the sentence embeddings. */
@NullMarked
package dev.signalbox.router.adapter.embedding;

import org.jspecify.annotations.NullMarked;

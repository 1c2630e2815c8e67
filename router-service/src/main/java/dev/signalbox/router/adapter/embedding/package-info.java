/** Sentence embeddings in this process: ONNX Runtime and a model from a Maven artefact. */
@NullMarked
package dev.signalbox.router.adapter.embedding;

import org.jspecify.annotations.NullMarked;

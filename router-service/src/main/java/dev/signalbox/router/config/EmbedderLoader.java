package dev.signalbox.router.config;

import dev.signalbox.router.domain.TextEmbedder;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Finds the embedder by name, so that an image that is built without it, such as the native one, starts all the same: ONNX
 * Runtime is a native library that GraalVM does not take in.
 */
final class EmbedderLoader {

    private static final Logger LOG = Logger.getLogger(EmbedderLoader.class);

    private EmbedderLoader() {}

    @SuppressWarnings("unchecked")
    static Optional<TextEmbedder> load() {
        // Put together here: a literal name would be followed by the native image's analysis.
        String name = String.join(".", "dev.signalbox.router", "adapter.embedding", "OnnxTextEmbedder");
        try {
            return (Optional<TextEmbedder>)
                    Class.forName(name).getMethod("load").invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.infof("This build has no sentence embeddings; the words of a task decide alone (%s).", e);
            return Optional.empty();
        }
    }
}

package dev.signalbox.registry.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Catalogue;
import dev.signalbox.registry.domain.Catalogue.Shipped;
import dev.signalbox.registry.domain.SkillSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shipped data in {@code resources/catalogue}: one document of YAML for each item. */
public final class CatalogueFiles {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            // A misspelt field would be lost without a word.
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private CatalogueFiles() {}

    /**
     * Reads them.
     *
     * @throws IllegalStateException when they are not as they should be: the build is at fault
     */
    public static Catalogue read() {
        Catalogue catalogue = new Catalogue(
                read("skills", SkillSpec.class), read("agents", AgentSpec.class), read("templates", AgentSpec.class));
        if (!catalogue.faults().isEmpty()) {
            throw new IllegalStateException("the shipped catalogue is at fault: " + catalogue.faults());
        }
        return catalogue;
    }

    private static <S> Map<String, Shipped<S>> read(String name, Class<S> type) {
        try (InputStream file = CatalogueFiles.class.getResourceAsStream("/catalogue/" + name + ".yaml")) {
            List<Map<String, Object>> items = YAML.readerFor(new TypeReference<Map<String, Object>>() {})
                    .<Map<String, Object>>readValues(Objects.requireNonNull(file, name))
                    .readAll();
            Map<String, Shipped<S>> shipped = new LinkedHashMap<>();
            for (Map<String, Object> item : items) {
                Map<String, Object> spec = new LinkedHashMap<>(item);
                String id = String.valueOf(spec.remove("id"));
                Object revision = spec.remove("revision");
                if (!(revision instanceof Integer number)
                        || shipped.put(id, new Shipped<>(number, YAML.convertValue(spec, type))) != null) {
                    throw new IllegalStateException(name + ": " + id + " stands twice or has no revision");
                }
            }
            return shipped;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped " + name, e);
        }
    }
}

package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The part of kustomize that our folders use: resources, components, patches of maps and by JSON Patch, images, ConfigMaps
 * of files. Anything else is refused, so that nothing is rendered otherwise than kustomize does; a test compares the two where kustomize is
 * at hand.
 */
final class Kustomize {

    private static final Set<String> KEYS =
            Set.of("apiVersion", "kind", "resources", "components", "patches", "images", "configMapGenerator");

    private final List<ObjectNode> objects = new ArrayList<>();

    private Kustomize() {}

    /** What {@code kustomize build} makes of a folder. */
    static Manifests render(Path folder) {
        Kustomize kustomize = new Kustomize();
        kustomize.take(folder, "Kustomization");
        return new Manifests(List.copyOf(kustomize.objects));
    }

    private void take(Path folder, String kind) {
        JsonNode file =
                Checkout.yaml(read(folder.resolve("kustomization.yaml"))).getFirst();
        refuse(!kind.equals(file.path("kind").asText()), folder + " is no " + kind);
        refuseOthers(file, KEYS, folder + "/kustomization.yaml");
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                render(path).all().forEach(object -> add((ObjectNode) object, path));
            } else {
                Checkout.yaml(read(path)).forEach(object -> add((ObjectNode) object, path));
            }
        }
        file.path("configMapGenerator").forEach(map -> add(configMap(map, folder), folder));
        file.path("components")
                .forEach(component -> take(folder.resolve(component.asText()).normalize(), "Component"));
        file.path("patches").forEach(this::patch);
        file.path("images").forEach(this::rename);
    }

    private void add(ObjectNode object, Path from) {
        refuse(
                objects.stream().anyMatch(other -> sameObject(other, object)),
                from + " has an object for the second time");
        objects.add(object);
    }

    private static ObjectNode configMap(JsonNode generator, Path folder) {
        refuseOthers(generator, Set.of("name", "namespace", "files", "options"), "a ConfigMap");
        JsonNode options = generator.path("options");
        refuseOthers(options, Set.of("disableNameSuffixHash", "labels", "annotations"), "a ConfigMap's options");
        refuse(!options.path("disableNameSuffixHash").asBoolean(), "only names without a hash are made");
        ObjectNode map =
                Checkout.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata");
        metadata.set("name", generator.path("name"));
        metadata.set("namespace", generator.path("namespace"));
        options.properties().stream()
                .filter(option -> option.getValue().isObject())
                .forEach(option -> metadata.set(option.getKey(), option.getValue()));
        ObjectNode data = map.putObject("data");
        for (JsonNode file : generator.path("files")) {
            Path path = folder.resolve(file.asText());
            data.put(path.getFileName().toString(), read(path));
        }
        return map;
    }

    private void patch(JsonNode patch) {
        refuseOthers(patch, Set.of("target", "patch"), "a patch");
        JsonNode target = patch.path("target");
        refuseOthers(target, Set.of("kind", "name"), "a target");
        JsonNode change = Checkout.yaml(patch.path("patch").asText()).getFirst();
        if (change instanceof ObjectNode merge) {
            refuse(!target.isMissingNode(), "a merge names its object itself");
            objects.stream()
                    .filter(object -> sameObject(object, merge))
                    .findFirst()
                    .ifPresentOrElse(
                            object -> merge(object, merge),
                            () -> refuse(true, "no object for a patch of " + merge.path("metadata")));
            return;
        }
        refuse(target.isMissingNode(), "a JSON Patch needs a target");
        objects.stream()
                .filter(object -> target.path("kind").equals(object.path("kind"))
                        && (!target.has("name") || target.path("name").asText().equals(Manifests.name(object))))
                .forEach(object -> change.forEach(step -> step(object, step)));
    }

    private static void merge(ObjectNode object, JsonNode patch) {
        for (var field : patch.properties()) {
            JsonNode value = field.getValue();
            refuse(value.isArray() || value.isNull(), "only maps and values are merged, not " + field);
            if (value.isObject()) {
                merge(object.withObject("/" + escaped(field.getKey())), value);
            } else {
                object.set(field.getKey(), value);
            }
        }
    }

    private static void step(ObjectNode object, JsonNode step) {
        String path = step.path("path").asText();
        int slash = path.lastIndexOf('/');
        JsonNode parent = object.at(path.substring(0, slash));
        String last = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        JsonNode value = step.path("value");
        String operation = step.path("op").asText();
        switch (parent) {
            case ArrayNode array when operation.equals("add") && last.equals("-") -> array.add(value);
            case ObjectNode map when operation.equals("add") -> map.set(last, value);
            case ObjectNode map when operation.equals("replace") && map.has(last) -> map.set(last, value);
            case ObjectNode map when operation.equals("remove") && map.has(last) -> map.remove(last);
            default -> throw new IllegalArgumentException("cannot " + step + " in " + object.path("metadata"));
        }
    }

    private void rename(JsonNode image) {
        refuseOthers(image, Set.of("name", "newName", "newTag"), "an image");
        for (ObjectNode object : objects) {
            for (JsonNode container : Manifests.pod(object).path("containers")) {
                String old = container.path("image").asText();
                int tag = old.lastIndexOf(':');
                if (old.substring(0, tag).equals(image.path("name").asText())) {
                    String name = image.path("newName").asText(old.substring(0, tag));
                    String version = image.path("newTag").asText(old.substring(tag + 1));
                    ((ObjectNode) container).put("image", name + ":" + version);
                }
            }
        }
    }

    private static boolean sameObject(JsonNode one, JsonNode other) {
        return one.path("kind").equals(other.path("kind"))
                && Manifests.name(one).equals(Manifests.name(other))
                && one.path("metadata")
                        .path("namespace")
                        .equals(other.path("metadata").path("namespace"));
    }

    private static void refuseOthers(JsonNode node, Set<String> known, String where) {
        node.fieldNames().forEachRemaining(key -> refuse(!known.contains(key), where + " uses " + key));
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException(why);
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

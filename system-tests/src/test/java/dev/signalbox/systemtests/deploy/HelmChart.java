package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Our chart, rendered and linted by Helm's own code. */
final class HelmChart {

    static final Path FOLDER = Checkout.root().resolve("k8s/helm/signalbox");

    private HelmChart() {}

    /** Whether Helm's library is there for this machine. */
    static boolean here() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /**
     * What {@code helm template} makes.
     *
     * @param valuesFile of the chart's folder; empty for the default values
     * @param values set one by one
     */
    static Manifests render(String valuesFile, Map<String, String> values) {
        TemplateCommand template = new Helm(FOLDER)
                .template()
                .withName("signalbox")
                .withNamespace("signalbox")
                .withKubeVersion("v1.34.0");
        if (!valuesFile.isEmpty()) {
            template.withValuesFile(FOLDER.resolve(valuesFile));
        }
        values.forEach(template::set);
        return new Manifests(Checkout.yaml(template.call()).stream()
                .filter(Objects::nonNull)
                .filter(JsonNode::isObject)
                .toList());
    }

    /** What {@code helm lint --strict} says, and whether it refuses. */
    static List<String> lintFaults() {
        var result = new Helm(FOLDER).lint().strict().call();
        return result.isFailed() ? result.getMessages() : List.of();
    }
}

package dev.signalbox.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of this checkout. */
final class Checkout {

    static final ObjectMapper JSON = new ObjectMapper();

    /** What runs in containers of its own, by module. */
    static final List<String> SERVICES = List.of(
            "gateway-service", "router-service", "session-service", "agent-registry-service", "executor-service");

    private static final Pattern VARIABLE = Pattern.compile("`(SIGNALBOX_[A-Z0-9_]+)`");

    private static final Pattern READ = Pattern.compile("\\$\\{(SIGNALBOX_[A-Z0-9_]+)[:}]");
    private static final Pattern READ_BY_NAME = Pattern.compile("\"(SIGNALBOX_[A-Z0-9_]+)\"");

    private Checkout() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker-compose.yml"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static String text(String file) {
        try {
            return Files.readString(root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(root().resolve(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String resource(String name) {
        try (InputStream in = Checkout.class.getResourceAsStream("/deploy/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents of a YAML text, with anchors and merge keys resolved; a key that stands twice is an error. */
    static List<JsonNode> yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        Reader reader = new StringReader(text);
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(reader)) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }

    /** How long one of our services waits for running requests when it is told to end. */
    static Duration shutdownTimeout(String module) {
        if (!SERVICES.contains(module)) {
            return Duration.ZERO;
        }
        return Checkout.text(module + "/src/main/resources/application.properties")
                .lines()
                .filter(line -> line.startsWith("quarkus.shutdown.timeout="))
                .map(line -> Duration.parse("PT" + line.substring(line.indexOf('=') + 1)))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Every variable that some page of docs/ names in a table or in its text. */
    static Set<String> variablesOfAllPages() {
        return matches("docs", ".md", VARIABLE);
    }

    /** Every variable that the code of a service reads. */
    static Set<String> variablesOfTheCode() {
        Set<String> names = new TreeSet<>(matches("contracts/src/main/java", ".java", READ_BY_NAME));
        for (String service : SERVICES) {
            names.addAll(matches(service + "/src/main/resources", ".properties", READ));
            names.addAll(matches(service + "/src/main/java", ".java", READ_BY_NAME));
        }
        return names;
    }

    private static Set<String> matches(String folder, String end, Pattern pattern) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root().resolve(folder))) {
            for (Path file : files.filter(path -> path.toString().endsWith(end)).toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** Why an image name is not pinned, or nothing. */
    static List<String> imageFaults(String where, String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        if (colon < 0) {
            return List.of(where + ": image " + image + " has no tag");
        }
        String tag = last.substring(colon + 1);
        boolean pinned = tag.matches(".*\\d+\\.\\d+.*");
        return pinned ? List.of() : List.of(where + ": image " + image + " is not pinned to a version");
    }
}

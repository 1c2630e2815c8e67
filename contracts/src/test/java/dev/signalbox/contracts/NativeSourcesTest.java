package dev.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Quarkus hands to native-image, as {@code ./signalbox native --check} lets it write it. Off in the test suite: writing
 * it takes minutes, and the parts that a change of ours can break have tests of their own ({@code NativeImageTest}).
 */
@EnabledIfSystemProperty(named = "native.sources", matches = ".+")
class NativeSourcesTest {

    /** Jars with libraries behind JNI, and why they do no harm. docs/decisions/0015. */
    private static final Map<String, String> KNOWN_NATIVE_LIBRARIES = Map.of(
            "at.yawk.lz4.lz4-java", "has a pure Java twin, which is registered",
            "com.github.luben.zstd-jni", "a codec that no topic of ours has",
            "org.xerial.snappy.snappy-java", "a codec that no topic of ours has",
            "com.aayushatharva.brotli4j.native-", "compression of HTTP that is off",
            "io.netty.netty-transport-native-", "the Java transport is used");

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> services() {
        return Stream.of(System.getProperty("native.sources").split(","))
                .map(module -> Path.of("..", module, "target", "native-sources"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyClassThatKafkaTakesByNameIsRegistered(Path sources) throws IOException {
        assertThat(registered(sources)).containsAll(kafkaDefaults());
    }

    @ParameterizedTest
    @MethodSource("services")
    void ourOwnFilesReachTheImage(Path sources) throws IOException {
        String module = sources.getParent().getParent().getFileName().toString();
        assertThat(configurations(sources).keySet())
                .anyMatch(name -> name.endsWith("dev.signalbox/" + module + "/reflect-config.json"))
                .anyMatch(name -> name.endsWith("dev.signalbox/contracts/reflect-config.json"))
                .anyMatch(name -> name.endsWith("dev.signalbox/contracts/native-image.properties"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void noLibraryBehindJniIsInItThatIsNotKnown(Path sources) throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (Path jar : jars(sources)) {
            String name = jar.getFileName().toString();
            if (KNOWN_NATIVE_LIBRARIES.keySet().stream().noneMatch(name::startsWith) && hasNativeLibrary(jar)) {
                unknown.add(name);
            }
        }
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void itCanSpeakTls(Path sources) throws IOException {
        assertThat(Files.readString(sources.resolve("native-image.args")))
                .containsPattern("--enable-url-protocols=\\S*https");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyWayToLogInToKafkaIsInIt(Path sources) throws IOException {
        assertThat(registered(sources))
                .contains(
                        "org.apache.kafka.common.security.plain.PlainLoginModule",
                        "org.apache.kafka.common.security.scram.ScramLoginModule",
                        "org.apache.kafka.common.security.scram.internals.ScramSaslClient$ScramSaslClientFactory",
                        "org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler");
    }

    private static Set<String> kafkaDefaults() {
        Set<String> names = new TreeSet<>();
        for (ConfigDef settings :
                List.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())) {
            settings.defaultValues().values().forEach(value -> {
                List<?> values = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
                for (Object one : values) {
                    if (one instanceof Class<?> type) {
                        names.add(type.getName());
                    } else if (one.toString().startsWith("org.apache.kafka.")) {
                        names.add(one.toString());
                    }
                }
            });
        }
        return names;
    }

    private static Set<String> registered(Path sources) throws IOException {
        Set<String> names = new TreeSet<>();
        for (var file : configurations(sources).entrySet()) {
            if (file.getKey().endsWith("reflect-config.json")) {
                for (JsonNode entry : JSON.readTree(file.getValue())) {
                    names.add(entry.path("name").asText());
                }
            }
        }
        return names;
    }

    /** Files that native-image finds by itself, by {@code jar!path}. */
    private static Map<String, byte[]> configurations(Path sources) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path jar : jars(sources)) {
            try (JarFile opened = new JarFile(jar.toFile())) {
                opened.stream()
                        .filter(entry -> entry.getName().startsWith("META-INF/native-image/") && !entry.isDirectory())
                        .forEach(entry -> {
                            try (var in = opened.getInputStream(entry)) {
                                files.put(jar.getFileName() + "!" + entry.getName(), in.readAllBytes());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            }
        }
        return files;
    }

    private static boolean hasNativeLibrary(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            return opened.stream().anyMatch(entry -> entry.getName().matches(".*\\.(so|dll|dylib|jnilib)"));
        }
    }

    private static List<Path> jars(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}

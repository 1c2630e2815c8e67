package dev.signalbox.contracts.testing;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What a module must tell a native image, and what it must not do to become one. GraalVM keeps reflection and resources
 * only where it is told to, and Quarkus initialises classes while the image is built; what is wrong there fails at run
 * time, or is the same secret in every copy of the image. Here it fails in a test, without native-image.
 *
 * @see <a href="https://www.graalvm.org/latest/reference-manual/native-image/metadata/">Reachability metadata</a>
 */
public final class NativeImage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of one moment, one process or one secret: none of it may be kept in an image. */
    private static final List<Class<?>> NOT_IN_AN_IMAGE = List.of(
            Random.class,
            RandomGenerator.class,
            UUID.class,
            Thread.class,
            Executor.class,
            HttpClient.class,
            Instant.class,
            ProcessHandle.class);

    /** Ways to a class, a method or a service by its name, which the image's analysis cannot follow. */
    private static final Set<String> BY_NAME = Set.of(
            "java.lang.Class.forName",
            "java.lang.ClassLoader.loadClass",
            "java.lang.ClassLoader.defineClass",
            "java.lang.invoke.MethodHandles$Lookup.findVirtual",
            "java.lang.invoke.MethodHandles$Lookup.findStatic",
            "java.lang.reflect.Proxy.newProxyInstance",
            "java.lang.reflect.AccessibleObject.setAccessible",
            "java.lang.reflect.Field.setAccessible",
            "java.lang.reflect.Method.setAccessible",
            "java.lang.System.load",
            "java.lang.System.loadLibrary",
            "java.util.ServiceLoader.load");

    private final Path module;
    private final List<JavaClass> classes;
    private final boolean writes;

    private NativeImage(Path module, List<JavaClass> classes, boolean writes) {
        this.module = module;
        this.classes = classes;
        this.writes = writes;
    }

    /**
     * The module in whose folder the test runs.
     *
     * @param packages whose main classes belong to its image, those of libraries of ours that bring no such files included
     */
    public static NativeImage of(String... packages) {
        return of(
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        // Fixtures of other modules are a folder in one build and a jar in another.
                        .withImportOption(location -> !location.contains("-tests.jar")),
                Boolean.getBoolean("native.write"),
                packages);
    }

    /** Test classes as well: deliberately bad ones. */
    static NativeImage ofAll(String... packages) {
        return of(new ClassFileImporter(), false, packages);
    }

    private static NativeImage of(ClassFileImporter importer, boolean writes, String... packages) {
        List<JavaClass> classes = importer.importPackages(packages).stream()
                .sorted(Comparator.comparing(JavaClass::getName))
                .toList();
        if (classes.isEmpty()) {
            throw new AssertionError("no classes in " + Arrays.toString(packages) + ": nothing would be checked");
        }
        return new NativeImage(Path.of("").toAbsolutePath(), classes, writes);
    }

    /** The same without a package that the native image leaves out. */
    public NativeImage without(String optionalPackage) {
        return new NativeImage(
                module,
                classes.stream()
                        .filter(type -> !type.getPackageName().equals(optionalPackage))
                        .toList(),
                writes);
    }

    /**
     * That all records, enums, sealed interfaces and other classes that JSON is made of or read into stand in the module's {@code
     * reflect-config.json}, and nothing else. All of them and not only those that a walk from known roots finds: one too
     * many costs about a kilobyte, one too few a failure in production. With {@code -Dnative.write=true} the file is
     * written.
     */
    public void assertReflectionIsRegistered() throws IOException {
        Path file = configuration("reflect-config.json");
        JsonNode expected = JSON.valueToTree(reflectConfig());
        if (writes) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(expected) + "\n");
        }
        Set<String> registered = new TreeSet<>();
        JSON.readTree(Files.exists(file) ? Files.readString(file) : "[]")
                .forEach(entry -> registered.add(entry.toString()));
        Set<String> missing = new TreeSet<>();
        expected.forEach(entry -> missing.add(entry.toString()));
        Set<String> stale = new TreeSet<>(registered);
        stale.removeAll(missing);
        missing.removeAll(registered);
        if (!missing.isEmpty() || !stale.isEmpty()) {
            throw new AssertionError("Run this test with -Dnative.write=true and commit " + module.relativize(file)
                    + ". Missing: " + missing + ", no longer there: " + stale);
        }
    }

    /** That every file that the module ships is in the image: declared, or known to a Quarkus extension. */
    public void assertResourcesAreDeclared() throws IOException {
        Set<String> undeclared = new TreeSet<>();
        Path resources = module.resolve("src/main/resources");
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(resources.resolve("application.properties"))) {
            properties.load(reader);
        }
        List<String> globs = Arrays.asList(
                properties.getProperty("quarkus.native.resources.includes", "").split(","));
        try (Stream<Path> files = Files.walk(resources)) {
            files.filter(Files::isRegularFile)
                    .map(file -> resources.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !knownToAnExtension(file, properties) && !matchesAny(file, globs))
                    .forEach(undeclared::add);
        }
        if (!undeclared.isEmpty()) {
            throw new AssertionError("Not in a native image: " + undeclared
                    + ". Add them to quarkus.native.resources.includes in application.properties.");
        }
    }

    /** That no class keeps what belongs to one process, unless the image is told to initialise it at run time. */
    public void assertNothingOfARunIsInTheImage() throws IOException {
        Path file = configuration("native-image.properties");
        String declared = Files.exists(file) ? Files.readString(file) : "";
        Set<String> atRunTime = new TreeSet<>(List.of(declared.split("[=,\\s\\\\]+")));
        List<String> kept = keptInTheImage().stream()
                .filter(field -> !atRunTime.contains(field.substring(0, field.indexOf('#'))))
                .toList();
        if (!kept.isEmpty()) {
            throw new AssertionError("Made while the image is built, the same in every process: " + kept
                    + ". Make it where it is used, or name its class in " + module.relativize(file) + " after"
                    + " --initialize-at-run-time=.");
        }
    }

    /** That nothing is reached by its name, but by the given classes, which register what they reach or do without. */
    public void assertNothingIsReachedByName(String... butBy) {
        Set<String> allowed = Set.of(butBy);
        List<String> found = reachedByName().stream()
                .filter(call -> !allowed.contains(call.substring(0, call.indexOf(' '))))
                .toList();
        if (!found.isEmpty()) {
            throw new AssertionError("A native image cannot follow: " + found);
        }
    }

    /** {@code Class#field} of static fields that would be kept in the image. */
    List<String> keptInTheImage() {
        List<String> kept = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Field field : type.reflect().getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive()
                        && NOT_IN_AN_IMAGE.stream().anyMatch(bad -> bad.isAssignableFrom(field.getType()))
                        && !isConstantOfTime(field)) {
                    kept.add(type.getName() + "#" + field.getName());
                }
            }
        }
        return kept;
    }

    /** {@code Class method} of calls that an analysis cannot follow. */
    List<String> reachedByName() {
        return classes.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> BY_NAME.contains(
                        call.getTargetOwner().getName() + "." + call.getTarget().getName()))
                .map(call -> call.getOriginOwner().getName() + " "
                        + call.getTargetOwner().getName() + "."
                        + call.getTarget().getName())
                .distinct()
                .sorted()
                .toList();
    }

    private ArrayNode reflectConfig() {
        ArrayNode entries = JSON.createArrayNode();
        classes.stream()
                .filter(NativeImage::crossesJson)
                .forEach(type -> entries.addObject()
                        .put("name", type.getName())
                        .put("allDeclaredConstructors", true)
                        .put("allDeclaredMethods", true)
                        .put("allDeclaredFields", true)
                        .put("allRecordComponents", type.isRecord()));
        return entries;
    }

    private static boolean crossesJson(JavaClass type) {
        return type.isRecord()
                || type.isEnum()
                || type.isInterface() && type.reflect().isSealed()
                || type.isAssignableTo(JsonSerializer.class)
                || type.isAssignableTo(JsonDeserializer.class)
                || usesJacksonAnnotations(type);
    }

    private static boolean usesJacksonAnnotations(JavaClass type) {
        return Stream.concat(
                        type.getAnnotations().stream(),
                        type.getMembers().stream().flatMap(member -> member.getAnnotations().stream()))
                .anyMatch(annotation ->
                        annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson.annotation")
                                || annotation
                                        .getRawType()
                                        .getPackageName()
                                        .startsWith("com.fasterxml.jackson.databind.annotation"));
    }

    /** A date that stands in the source is the same in every run. */
    private static boolean isConstantOfTime(Field field) {
        if (field.getType() != Instant.class) {
            return false;
        }
        try {
            field.setAccessible(true);
            Instant value = (Instant) field.get(null);
            return value.isBefore(Instant.parse("2020-01-01T00:00:00Z"))
                    || value.equals(Instant.MAX)
                    || value.toEpochMilli() % 1000 == 0 && value.getNano() == 0;
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    private static boolean knownToAnExtension(String file, Properties properties) {
        String migrations = properties.getProperty("quarkus.flyway.locations", "db/migration");
        return file.equals("application.properties")
                || file.startsWith("META-INF/resources/")
                || file.startsWith("META-INF/native-image/")
                || file.startsWith(migrations + "/");
    }

    private static boolean matchesAny(String file, List<String> globs) {
        return globs.stream()
                .map(String::strip)
                .filter(glob -> !glob.isEmpty())
                .anyMatch(glob ->
                        FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(file)));
    }

    private Path configuration(String name) {
        return module.resolve("src/main/resources/META-INF/native-image/dev.signalbox")
                .resolve(module.getFileName())
                .resolve(name);
    }
}

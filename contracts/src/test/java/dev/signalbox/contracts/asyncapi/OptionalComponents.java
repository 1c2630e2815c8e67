package dev.signalbox.contracts.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.Money;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out by trying which components of a record may be absent: those with {@code @Nullable}, and with a default. */
final class OptionalComponents {

    private OptionalComponents() {}

    static boolean mayBeAbsent(Class<?> type, RecordComponent component) {
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return true;
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values =
                Arrays.stream(components).map(OptionalComponents::sample).toArray();
        int index =
                Arrays.stream(components).map(RecordComponent::getName).toList().indexOf(component.getName());
        Object absent = absent(component.getType());
        values[index] = absent;
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            Object record = constructor.newInstance(values);
            return !Objects.equals(component.getAccessor().invoke(record), absent);
        } catch (InvocationTargetException refused) {
            return false;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** What the component is when JSON does not have it. */
    private static @Nullable Object absent(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0d;
        }
        return type == boolean.class ? Boolean.FALSE : null;
    }

    private static Object sample(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isPrimitive()) {
            return Objects.requireNonNull(absent(type));
        }
        if (component.getGenericType() instanceof ParameterizedType) {
            return type == List.class ? List.of() : type == Set.class ? Set.of() : Map.of();
        }
        return sample(type);
    }

    private static Object sample(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == Money.class) {
            return Money.ZERO;
        }
        if (type.isRecord()) {
            RecordComponent[] components = type.getRecordComponents();
            try {
                return type.getDeclaredConstructor(Arrays.stream(components)
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new))
                        .newInstance(Arrays.stream(components)
                                .map(OptionalComponents::sample)
                                .toArray());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(type + " cannot be made of samples", e);
            }
        }
        Map<Class<?>, Object> simple = Map.ofEntries(
                Map.entry(String.class, "x"),
                Map.entry(Double.class, 1.0),
                Map.entry(Boolean.class, true),
                Map.entry(Integer.class, 1),
                Map.entry(Long.class, 1L),
                Map.entry(Instant.class, Instant.EPOCH),
                Map.entry(Duration.class, Duration.ZERO),
                Map.entry(BigDecimal.class, BigDecimal.ONE),
                Map.entry(URI.class, URI.create("urn:x")),
                Map.entry(JsonNode.class, JsonNodeFactory.instance.objectNode()));
        return Objects.requireNonNull(simple.get(type), () -> "no sample of " + type);
    }
}

package dev.signalbox.router.domain;

import java.lang.reflect.RecordComponent;

/** Copies records with one component changed, whatever others they have or will have. */
final class Altered {

    private Altered() {}

    /** The record with another value of the component. */
    static <R extends Record> R with(R record, String component, @org.jspecify.annotations.Nullable Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean found = false;
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                boolean meant = components[i].getName().equals(component);
                values[i] = meant ? value : components[i].getAccessor().invoke(record);
                found |= meant;
            }
            if (!found) {
                throw new IllegalArgumentException(record.getClass() + " has no component " + component);
            }
            @SuppressWarnings("unchecked")
            Class<R> type = (Class<R>) record.getClass();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot copy " + record.getClass(), e);
        }
    }
}

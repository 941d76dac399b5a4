package org.jerboa.arbiter;

import java.lang.reflect.Field;

/** Fields of Arbiter's classes, which tell of their settings to nobody. Their last version is out, so the names stay. */
final class Internals {

    private Internals() {}

    /**
     * The value of a field.
     *
     * @param declaring the class that has the field
     * @throws ReflectiveOperationException if there is no such field, or it cannot be read
     */
    static Object read(Class<?> declaring, String field, Object of) throws ReflectiveOperationException {
        return field(declaring, field).get(of);
    }

    static void write(Class<?> declaring, String field, Object of, Object value) throws ReflectiveOperationException {
        field(declaring, field).set(of, value);
    }

    private static Field field(Class<?> declaring, String name) throws ReflectiveOperationException {
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}

package org.jerboa.testkit.contract;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes can be reached from an object. Where the heap tells what all threads of a JVM hold at a moment, this is the same
 * number for the same objects, whatever else there is and whenever one looks.
 *
 * <p>Fields are followed in all classes that let themselves be looked into. Those of the JDK do not: collections, maps, optional
 * values and atomic references are asked for what they hold, and anything else of it counts as one object. Not seen is, then, what
 * only static fields, variables of threads, or iterators and streams hold on to. An object counts with 16 bytes, a reference with 4
 * and an entry of a map or a set with 32, as in the usual JVM of 64 bits; room that collections keep for more does not count.
 */
final class Reachable {

    private static final int OBJECT = 16;
    private static final int REFERENCE = 4;
    private static final int ENTRY = 32;

    private final Map<Class<?>, Shape> shapes = new HashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> left = new ArrayDeque<>();
    private long bytes;

    /** What is to be known of a class: the bytes of its instances, and those fields that lead on. */
    private record Shape(long bytes, List<Field> references) {}

    private Reachable() {}

    static long bytes(Object root) {
        Reachable walk = new Reachable();
        walk.reach(root);
        while (!walk.left.isEmpty()) {
            walk.visit(walk.left.remove());
        }
        return walk.bytes;
    }

    private void reach(@Nullable Object object) {
        if (object != null && !(object instanceof Enum<?>) && seen.add(object)) {
            left.add(object);
        }
    }

    private void visit(Object object) {
        if (object.getClass().isArray()) {
            visitArray(object);
        } else if (object.getClass().getModule() == Object.class.getModule()) {
            visitForeign(object);
        } else {
            visitFields(object);
        }
    }

    private void visitArray(Object array) {
        Class<?> component = array.getClass().getComponentType();
        bytes += OBJECT + Array.getLength(array) * bytesOf(component);
        if (array instanceof Object[] references) {
            for (Object element : references) {
                reach(element);
            }
        }
    }

    private void visitForeign(Object object) {
        bytes += OBJECT;
        if (object instanceof CharSequence text) {
            bytes += OBJECT + text.length();
        } else if (object instanceof Collection<?> collection) {
            bytes += collection.size() * (long) (collection instanceof Set<?> ? ENTRY : REFERENCE);
            collection.forEach(this::reach);
        } else if (object instanceof Map<?, ?> map) {
            bytes += map.size() * (long) ENTRY;
            map.forEach((key, value) -> {
                reach(key);
                reach(value);
            });
        } else if (object instanceof Map.Entry<?, ?> entry) {
            reach(entry.getKey());
            reach(entry.getValue());
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::reach);
        } else if (object instanceof AtomicReference<?> reference) {
            reach(reference.get());
        }
    }

    private void visitFields(Object object) {
        Shape shape = shapes.computeIfAbsent(object.getClass(), Reachable::shape);
        bytes += shape.bytes();
        for (Field field : shape.references()) {
            try {
                reach(field.get(object));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " was accessible", e);
            }
        }
    }

    private static Shape shape(Class<?> of) {
        long bytes = OBJECT;
        List<Field> references = new ArrayList<>();
        for (Class<?> type = of; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                bytes += bytesOf(field.getType());
                if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                    references.add(field);
                }
            }
        }
        return new Shape(bytes, references);
    }

    private static long bytesOf(Class<?> type) {
        if (type == long.class || type == double.class) {
            return Long.BYTES;
        } else if (type == short.class || type == char.class) {
            return Short.BYTES;
        } else if (type == byte.class || type == boolean.class) {
            return Byte.BYTES;
        }
        return type.isPrimitive() ? Integer.BYTES : REFERENCE;
    }
}

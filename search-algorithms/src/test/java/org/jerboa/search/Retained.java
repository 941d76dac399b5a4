package org.jerboa.search;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Searcher;

/** How much a searcher's allocator keeps. */
public final class Retained {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> left = new ArrayDeque<>();
    private long entries;

    private Retained() {}

    /** The entries of all collections, maps and arrays that can be reached from the allocator of a composed search. */
    public static long entries(Searcher searcher) throws ReflectiveOperationException {
        Field allocator = searcher.getClass().getDeclaredField("allocator");
        allocator.setAccessible(true);
        return entriesFrom(allocator.get(searcher));
    }

    /** The entries of all collections, maps and arrays that can be reached from an object of this module. */
    public static long entriesFrom(Object root) throws ReflectiveOperationException {
        Retained retained = new Retained();
        retained.reach(root);
        while (!retained.left.isEmpty()) {
            retained.visit(retained.left.remove());
        }
        return retained.entries;
    }

    private void reach(Object object) {
        boolean elsewhere = object == null
                || object instanceof TrialRecord
                || object instanceof History
                || object instanceof SearchSpace;
        if (!elsewhere && seen.add(object)) {
            left.add(object);
        }
    }

    private void visit(Object object) throws IllegalAccessException {
        if (object instanceof Collection<?> collection) {
            entries += collection.size();
            collection.forEach(this::reach);
        } else if (object instanceof Map<?, ?> map) {
            entries += map.size();
            map.values().forEach(this::reach);
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::reach);
        } else if (object instanceof double[] array) {
            entries += array.length;
        } else if (object instanceof int[] array) {
            entries += array.length;
        } else if (object instanceof Object[] array) {
            Arrays.asList(array).forEach(this::reach);
        } else if (object.getClass().getName().startsWith("org.jerboa.search")
                && !object.getClass().isEnum()) {
            for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    visitField(object, field);
                }
            }
        }
    }

    private void visitField(Object object, Field field) throws IllegalAccessException {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            field.setAccessible(true);
            reach(field.get(object));
        }
    }
}

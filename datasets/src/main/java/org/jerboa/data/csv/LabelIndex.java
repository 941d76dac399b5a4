package org.jerboa.data.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * From labels as they stand in a file to class indices. Labels are collected in the first pass, in the order in which
 * they occur; {@link #settle} then gives each its class index.
 */
public final class LabelIndex {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

    /** More distinct labels than this are numbers to predict, names or keys, taken for classes. */
    private static final int MOST_CLASSES = 1 << 16;

    private final int classes;
    private final List<String> given;
    private final Map<String, Integer> occurrence = new HashMap<>();
    private final Map<String, Integer> indices = new HashMap<>();
    private List<String> names = List.of();
    private int count;

    /**
     * @param classes 0: as many as there are
     * @param given the names in the order of their indices; empty: as they are found
     */
    LabelIndex(int classes, List<String> given) {
        this.classes = classes;
        this.given = given;
    }

    /**
     * Notes a label.
     *
     * @return the number of different labels seen before this one first occurred
     * @throws IllegalArgumentException saying what is wrong with it
     */
    int add(String label) {
        Integer known = occurrence.get(label);
        if (known != null) {
            return known;
        }
        check(label);
        int number = occurrence.size();
        if (number == MOST_CLASSES) {
            throw new IllegalArgumentException("is the " + (number + 1)
                    + "th different label; use target(column) where the numbers themselves are to be predicted");
        }
        occurrence.put(label, number);
        return number;
    }

    private void check(String label) {
        if (!given.isEmpty()) {
            if (!given.contains(label)) {
                throw new IllegalArgumentException(
                        "is none of the classes " + given + "; correct it or add it to them");
            }
            return;
        }
        boolean integer = INTEGER.matcher(label).matches();
        if (!integer && CsvCell.isNumber(label)) {
            throw new IllegalArgumentException(
                    "is a number and no class; use target(column) where numbers are to be predicted");
        }
        if (classes > 0 && integer && (Long.parseLong(label) < 0 || Long.parseLong(label) >= classes)) {
            throw new IllegalArgumentException("is outside 0.." + (classes - 1) + "; correct it or classes(" + classes
                    + "), or leave classes out to number the labels in sorted order");
        }
    }

    /** Numbers the classes, once all labels have been seen. */
    void settle() {
        List<String> sorted = new ArrayList<>(given.isEmpty() ? occurrence.keySet() : given);
        boolean integers = sorted.stream().allMatch(l -> INTEGER.matcher(l).matches());
        if (given.isEmpty()) {
            sorted.sort(integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder());
        }
        if (given.isEmpty() && classes > 0 && integers) {
            sorted = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        if (classes > 0 && sorted.size() != classes) {
            throw new IllegalArgumentException("the labels " + sorted + " are " + sorted.size() + ", not classes("
                    + classes + "); correct the number, or list the classes with classes(names)");
        }
        count = sorted.size();
        boolean areIndices = true;
        for (int i = 0; i < sorted.size(); i++) {
            indices.put(sorted.get(i), i);
            areIndices &= sorted.get(i).equals(Integer.toString(i));
        }
        names = areIndices ? List.of() : List.copyOf(sorted);
        if (areIndices && given.isEmpty() && integers) {
            // other spellings, such as 07
            occurrence.keySet().forEach(label -> indices.put(label, Integer.parseInt(label)));
        }
    }

    /** The number of classes, after {@link #settle}. */
    int classes() {
        return count;
    }

    /** Empty where the labels are the indices themselves. */
    List<String> names() {
        return names;
    }

    /** The class index of a label that was seen. */
    int indexOf(String label) {
        Integer index = indices.get(label);
        if (index == null) {
            throw new IllegalArgumentException("was not there in the first pass; the file must not change while read");
        }
        return index;
    }

    /** The class index of each label, by its order of occurrence. */
    int[] byOccurrence() {
        int[] classOf = new int[occurrence.size()];
        occurrence.forEach((label, number) -> classOf[number] = indexOf(label));
        return classOf;
    }
}

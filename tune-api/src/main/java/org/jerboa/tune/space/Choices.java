package org.jerboa.tune.space;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of a categorical, ordinal or fixed parameter, each with a label and a canonical text, all distinct. */
record Choices(List<Choice> list) implements Serializable {

    /** The text is the value's own for a number or boolean without a label, else the label, quoted where needed. */
    record Choice(String label, String text, Object value) implements Serializable {

        /** The number or boolean without a label, else the label. */
        Object token() {
            return ValueText.isPrimitive(value) && ValueText.of(value).equals(text) ? value : label;
        }
    }

    Choices {
        list = List.copyOf(list);
    }

    static Choices of(String name, List<? extends @Nullable Object> values) {
        List<Choice> choices = new ArrayList<>();
        for (Object value : values) {
            Object checked = checkedValue(name, value);
            if (!ValueText.isStable(checked)) {
                throw new IllegalArgumentException("value " + checked + " of '" + name
                        + "' has no stable text, as its class ("
                        + checked.getClass().getName()
                        + ") does not define toString; label it: categorical(\"" + name + "\").choice(\"...\", value)");
            }
            choices.add(new Choice(ValueText.label(checked), ValueText.of(checked), checked));
        }
        return checked(name, choices);
    }

    static Choices labelled(String name, Map<String, ?> values) {
        boolean ordered = values instanceof SortedMap || values instanceof LinkedHashMap;
        List<Choice> choices = new ArrayList<>();
        for (Map.Entry<String, ?> entry : (ordered ? values : new TreeMap<>(values)).entrySet()) {
            choices.add(choice(name, entry.getKey(), entry.getValue()));
        }
        return checked(name, choices);
    }

    static Choices first(String name, String label, Object value) {
        return checked(name, List.of(choice(name, label, value)));
    }

    Choices and(String name, String label, Object value) {
        List<Choice> longer = new ArrayList<>(list);
        longer.add(choice(name, label, value));
        return checked(name, longer);
    }

    int size() {
        return list.size();
    }

    Object value(int index) {
        return list.get(index).value();
    }

    List<Object> values() {
        return list.stream().map(Choice::value).toList();
    }

    List<String> labels() {
        return list.stream().map(Choice::label).toList();
    }

    String text(int index) {
        return list.get(index).text();
    }

    /** By value, then by the text of a value that is equal in another type or JVM, then by label. */
    int indexOf(String name, Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).value().equals(value)) {
                return i;
            }
        }
        if (ValueText.isStable(value)) {
            String text = ValueText.of(value);
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).text().equals(text)) {
                    return i;
                }
            }
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).label().equals(value)) {
                return i;
            }
        }
        throw unknown("value (" + Numbers.describe(value) + ")", name);
    }

    /** A canonical text, or a label as somebody would write it by hand. */
    int indexOfText(String name, String text) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).text().equals(text)) {
                return i;
            }
        }
        int index = labels().indexOf(text);
        if (index < 0) {
            throw unknown("text (" + text + ")", name);
        }
        return index;
    }

    /** Those of a list {@code RELU|TANH}, in the order they stand in here; of numbers and ordered ones also a range. */
    Choices narrowed(String name, String text, boolean ordered) {
        if (has(text)) {
            return new Choices(List.of(list.get(indexOfText(name, text))));
        }
        boolean numbers = list.stream().allMatch(choice -> choice.value() instanceof Number);
        Optional<RangeText> range = numbers || ordered ? RangeText.of(text) : Optional.empty();
        if (range.isPresent()) {
            return numbers ? within(name, range.get()) : between(name, range.get());
        }
        SortedSet<Integer> wanted = new TreeSet<>();
        for (String part : parts(text)) {
            wanted.add(indexOfText(name, part.strip()));
        }
        return new Choices(wanted.stream().map(list::get).toList());
    }

    private Choices within(String name, RangeText range) {
        double low = range.low().map(text -> Numbers.parseReal(name, text)).orElse(Double.NEGATIVE_INFINITY);
        double high = range.high().map(text -> Numbers.parseReal(name, text)).orElse(Double.POSITIVE_INFINITY);
        if (low > high) {
            throw RangeText.swapped();
        }
        List<Choice> left = list.stream()
                .filter(choice -> {
                    double value = ((Number) choice.value()).doubleValue();
                    return value >= low && value <= high;
                })
                .toList();
        if (left.isEmpty()) {
            throw RangeText.nothingLeft();
        }
        return new Choices(left);
    }

    private Choices between(String name, RangeText range) {
        int from = range.low().map(text -> indexOfText(name, text)).orElse(0);
        int to = range.high().map(text -> indexOfText(name, text)).orElse(list.size() - 1);
        if (from > to) {
            throw RangeText.swapped();
        }
        return new Choices(list.subList(from, to + 1));
    }

    /** What stands between the bars that are not in quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quoted && character == '\\') {
                i++; // what follows is meant as it is
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '|' && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private boolean has(String text) {
        return list.stream()
                .anyMatch(choice -> choice.text().equals(text) || choice.label().equals(text));
    }

    String describe() {
        return list.stream().map(Choice::text).collect(Collectors.joining(", ", "{", "}"));
    }

    private IllegalArgumentException unknown(String what, String name) {
        return new IllegalArgumentException(what + " of '" + name + "' is not among its choices " + describe());
    }

    private static Choice choice(String name, String label, @Nullable Object value) {
        Objects.requireNonNull(label, () -> "a label of '" + name + "' must not be null");
        return new Choice(label, ValueText.quoted(label), checkedValue(name, value));
    }

    private static Object checkedValue(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "a value of '" + name + "' is null; use a labelled stand-in such as NONE");
        }
        if (!(value instanceof Serializable)) {
            throw new IllegalArgumentException("value " + value + " of '" + name + "' is not serialisable ("
                    + value.getClass().getName()
                    + "); choose by a name or enum and make the object where the model is made");
        }
        return value;
    }

    private static Choices checked(String name, List<Choice> choices) {
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' has no choices; give it at least one value");
        }
        Set<String> labels = new HashSet<>();
        for (Choice choice : choices) {
            if (!labels.add(choice.label())) {
                throw new IllegalArgumentException("'" + name + "' has two choices labelled '" + choice.label()
                        + "'; remove one or give them different labels");
            }
        }
        return new Choices(choices);
    }
}

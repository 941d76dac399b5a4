package org.jerboa.tune.space;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The canonical text of a value: numbers and booleans as they are, names such as {@code RELU} or {@code
 * org.example.Net} as they are, every other string in double quotes with escapes. So {@code 1} and {@code "1"}, {@code
 * true} and {@code "true"} differ, and a text never contains an unquoted comma, space or equals sign.
 */
final class ValueText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$-]*");
    private static final Set<String> WORDS_OF_OTHER_TYPES = Set.of("true", "false", "NaN", "Infinity");

    private ValueText() {}

    /** Whether a value without a label has a text: numbers, booleans, strings, enum constants, classes, own toString. */
    static boolean isStable(Object value) {
        return isPrimitive(value)
                || value instanceof String
                || value instanceof Enum<?>
                || value instanceof Class<?>
                || definesToString(value.getClass());
    }

    static String of(Object value) {
        return isPrimitive(value) ? label(value) : quoted(label(value));
    }

    static boolean isPrimitive(Object value) {
        return Numbers.isInteger(value)
                || value instanceof Double
                || value instanceof Float
                || value instanceof Boolean;
    }

    /** What a user would call the value. */
    static String label(Object value) {
        if (value instanceof Double number) {
            return DecimalText.of(number);
        }
        if (value instanceof Float number) {
            return DecimalText.of(number);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof Class<?> type ? type.getName() : value.toString();
    }

    /** A string as it is if it reads as a name, else in quotes. */
    static String quoted(String label) {
        if (PLAIN.matcher(label).matches() && !WORDS_OF_OTHER_TYPES.contains(label)) {
            return label;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < label.length(); i++) {
            appendEscaped(text, label.charAt(i));
        }
        return text.append('"').toString();
    }

    private static void appendEscaped(StringBuilder text, char character) {
        if (character == '"' || character == '\\') {
            text.append('\\').append(character);
        } else if (character >= ' ' && character <= '~') {
            text.append(character);
        } else {
            // Everything beyond printable ASCII: the text must survive any encoding of a file or log.
            text.append(String.format("\\u%04x", (int) character));
        }
    }

    private static boolean definesToString(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every class has toString, but not " + type, e);
        }
    }
}

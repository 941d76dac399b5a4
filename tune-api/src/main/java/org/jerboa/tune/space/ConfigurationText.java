package org.jerboa.tune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what {@link Configuration#text()} writes, and what a person writes in its place. */
final class ConfigurationText {

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern REAL = Pattern.compile("-?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");
    private static final String REMEDY = "; write name=value, with commas in between";

    private final String text;
    private final Map<String, String> texts = new LinkedHashMap<>();

    private ConfigurationText(String text) {
        this.text = text;
    }

    /** Name to text, as they stand; a text may be in quotes, and commas and equals signs in quotes mean themselves. */
    static Map<String, String> read(String text) {
        ConfigurationText reading = new ConfigurationText(text);
        if (!text.isBlank()) {
            reading.readAll();
        }
        return reading.texts;
    }

    private void readAll() {
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quoted && character == '\\') {
                i++; // what follows is meant as it is
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quotation mark is left open in '" + text + "'; close it");
        }
        add(text.substring(begin));
    }

    private void add(String assignment) {
        int equals = assignment.indexOf('=');
        String name = assignment.substring(0, Math.max(0, equals)).strip();
        String value = assignment.substring(equals + 1).strip();
        if (equals < 0 || name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + assignment.strip() + "' in '" + text + "' assigns nothing" + REMEDY);
        }
        if (texts.putIfAbsent(Parameter.checkedName(name), value) != null) {
            throw new IllegalArgumentException("'" + name + "' is given twice in '" + text + "'; leave one out");
        }
    }

    /** The number, boolean or string that a text stands for where no space says more. */
    static Object value(String text) {
        if (INTEGER.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (REAL.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return unquoted(text);
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char character = text.charAt(i);
            if (character == '\\' && text.startsWith("u", i + 1) && i + 6 < text.length()) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (character == '\\') {
                plain.append(text.charAt(++i));
            } else {
                plain.append(character);
            }
        }
        return plain.toString();
    }
}

package org.jerboa.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a benchmark is to be run.
 *
 * @param quick whether it is enough to see that everything runs: smaller sizes, fewer repetitions
 * @param values of those of its {@linkplain Benchmark#options own options} that were given, without dashes
 */
public record Settings(boolean quick, Map<String, String> values) {

    public Settings {
        values = new LinkedHashMap<>(values);
    }

    public static Settings of(boolean quick) {
        return new Settings(quick, Map.of());
    }

    public Optional<String> text(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /**
     * The parts of a value that are divided by commas; empty if the option was not given.
     */
    public List<String> list(String option) {
        return text(option)
                .map(value ->
                        Arrays.stream(value.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
    }

    /**
     * A number of at least 1.
     *
     * @throws UsageException if the value is none
     */
    public int number(String option, int otherwise) {
        Optional<String> value = text(option);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("--" + option + " (" + value.get() + ") must be a whole number from 1 on");
    }

    /** As it was typed, behind the benchmark's name. */
    String commandLine() {
        StringBuilder line = new StringBuilder(quick ? " --quick" : "");
        values.forEach(
                (option, value) -> line.append(" --").append(option).append(' ').append(value));
        return line.toString();
    }
}

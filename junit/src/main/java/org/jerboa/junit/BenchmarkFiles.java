package org.jerboa.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where the table of a benchmark goes: to the console and to files.
 *
 * @param title class, and method if it is that of one
 */
record BenchmarkFiles(Path folder, String title) {

    static BenchmarkFiles of(ExtensionContext context) {
        String folder = context.getConfigurationParameter(SearchBenchmark.FOLDER)
                .orElse(Path.of("target", "benchmarks").toString());
        String title = context.getRequiredTestClass().getName().replace('$', '.')
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        return new BenchmarkFiles(Path.of(folder), title);
    }

    /** To where a test's own prints go: not every runner shows what is published as a report. */
    void print(String table) {
        System.out.print(title + System.lineSeparator() + table);
    }

    void write(String extension, String text) {
        Path file = folder.resolve(title + "." + extension);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("table " + file + " cannot be written", e);
        }
    }
}

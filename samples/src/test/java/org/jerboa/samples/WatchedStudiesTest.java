package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No live study of a test escapes the invariants: each runs on a {@code WatchedExecutor}. */
class WatchedStudiesTest {

    private static final Path ROOT = Path.of("..");

    private static final Pattern EXECUTOR = Pattern.compile("\\.on\\(\\s*(\\w*[eE]xecutor\\b|HazelcastGrid\\b)[^;]*;");

    @Test
    void everyLiveStudyOfATestIsWatched() throws IOException {
        List<Path> tests = tests();
        assertThat(tests).hasSizeGreaterThan(100);

        for (Path test : tests) {
            assertThat(EXECUTOR.matcher(Files.readString(test)).results().map(found -> found.group()))
                    .as("studies of %s that are not run .on(watched(...))", test)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MopExecutor.threads(2)).run(), true",
        "'\n        HazelcastGrid.of(instance))', true",
        "executor), true",
        "watched(MopExecutor.threads(2))), false",
        "'watched(\n        HazelcastGrid.of(instance)))', false"
    })
    void studiesThatAreNotWatchedAreFound(String argument, boolean found) {
        assertThat(EXECUTOR.matcher(".on(" + argument + ";").find()).isEqualTo(found);
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(WatchedStudiesTest::sources)
                    .toList();
        }
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

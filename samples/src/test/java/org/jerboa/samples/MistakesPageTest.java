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
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that the page on mistakes of earlier systems names are there, and run. */
class MistakesPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyMistakeHasATest() throws IOException {
        List<String> mistakes = Stream.of(page().split("\n(?=## )")).skip(1).toList();

        assertThat(mistakes).hasSize(11);
        for (int number = 1; number <= 11; number++) {
            assertThat(mistakes.get(number - 1))
                    .startsWith("## " + number + ". ")
                    .containsPattern(NAMED);
        }
    }

    @ParameterizedTest
    @MethodSource("named")
    void everyTestNamedIsThereAndRuns(String type, String method) throws IOException {
        List<Path> sources = sources(type);

        assertThat(sources).as("sources of %s", type).hasSize(1);
        assertThat(Files.readString(sources.get(0)))
                .containsPattern("@(Test|ParameterizedTest)\\b[^;]*?\\svoid " + method + "\\(")
                .doesNotContain("@Disabled");
    }

    static Stream<String[]> named() throws IOException {
        return NAMED.matcher(page()).results().map(name -> new String[] {name.group(1), name.group(2)});
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/mistakes.md"));
    }

    private static List<Path> sources(String type) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> roots = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            return roots.stream().flatMap(root -> under(root, type + ".java")).toList();
        }
    }

    private static Stream<Path> under(Path root, String name) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith(name)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.jerboa.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/extending.md} to code that compiles. */
class GuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "extending.md");
    private static final List<Path> CODE = List.of(
            Path.of("src/test/java/org/jerboa/testkit/guide"),
            Path.of("../search-algorithms/src/test/java/org/jerboa/search/guide"));

    @Test
    void quotesItsExamplesToTheLetter() throws IOException {
        String code = code();
        List<String> quotes = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();

        assertThat(quotes)
                .hasSizeGreaterThan(5)
                .allSatisfy(quote -> assertThat(code).contains(quote));
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path folder : CODE) {
            try (Stream<Path> files = Files.list(folder)) {
                code.append(files.map(GuideTest::read).collect(Collectors.joining()));
            }
        }
        return code.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.jerboa.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A page of results in Markdown. What people wrote on it stays: figures go between two comments and replace those of the run before.
 */
final class ResultPage {

    private static final String BEGIN = "<!-- figures: written by jmh-benchmarks/run -->";
    private static final String END = "<!-- end of figures -->";

    private final Path file;
    private final String before;
    private final String after;

    private ResultPage(Path file, String before, String after) {
        this.file = file;
        this.before = before;
        this.after = after;
    }

    /**
     * A page as it is, or a new one.
     *
     * @throws IOException if the page cannot be read, or holds text but not the two comments
     */
    static ResultPage open(Path file, Benchmark benchmark) throws IOException {
        String text = Files.exists(file)
                ? Files.readString(file, UTF_8)
                : "# " + benchmark.name() + "\n\n" + benchmark.about() + ".\n\n" + BEGIN + "\n" + END + "\n";
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("page " + file + " has no place for figures; give it these two lines, or name another"
                    + " page\n" + BEGIN + "\n" + END);
        }
        return new ResultPage(file, text.substring(0, begin + BEGIN.length()), text.substring(end));
    }

    /**
     * Puts the figures in the place of those that were there.
     *
     * @param command the command line that took them
     */
    void write(String command, Map<String, String> machine, FigureTable table) throws IOException {
        StringBuilder text = new StringBuilder(before);
        text.append("\n\nTaken with `").append(command).append("`.\n\n| | |\n|---|---|\n");
        machine.forEach((name, value) ->
                text.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        text.append('\n').append(table.markdown()).append('\n').append(after);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text, UTF_8);
    }
}

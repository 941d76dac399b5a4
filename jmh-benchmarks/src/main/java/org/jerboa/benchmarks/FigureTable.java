package org.jerboa.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as lines of text: aligned for a terminal, or as a Markdown table. */
final class FigureTable {

    private static final List<String> HEAD_WITHOUT_RANGE = List.of("figure", "value", "compared with", "goal", "met");

    private final List<List<String>> rows = new ArrayList<>();

    /** @param rangeIs what the range of a figure is */
    FigureTable(List<Figure> figures, String rangeIs) {
        boolean ranges = figures.stream().anyMatch(figure -> figure.range().isPresent());
        rows.add(ranges ? List.of("figure", "value", rangeIs, "compared with", "goal", "met") : HEAD_WITHOUT_RANGE);
        for (Figure figure : figures) {
            rows.add(row(figure, ranges));
        }
    }

    private static List<String> row(Figure figure, boolean ranges) {
        List<String> row = new ArrayList<>();
        row.add(figure.name());
        row.add(number(figure.value()) + " " + figure.unit());
        if (ranges) {
            row.add(figure.range()
                    .map(range -> number(range.low()) + " to " + number(range.high()))
                    .orElse(""));
        }
        row.add(figure.rival().orElse(""));
        row.add(figure.goal().map(Goal::toString).orElse(""));
        row.add(figure.met().map(met -> met ? "yes" : "NO").orElse(""));
        return row;
    }

    /** Three significant digits, more before the decimal point and fewer below a hundredth. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : size >= 0.1 || size < 0.01 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    String text() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
            if (row == rows.get(0)) {
                text.append("|---".repeat(row.size())).append("|\n");
            }
        }
        return text.toString();
    }
}

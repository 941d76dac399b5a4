package org.jerboa.mop.simulator;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jerboa.mop.simulator.GanttChart.Bar;
import org.jerboa.mop.simulator.GanttChart.Kind;
import org.jerboa.mop.simulator.GanttChart.Lane;

/** Draws a chart. One pixel of the drawing is a pixel on the screen unless the page is narrower. */
final class GanttSvg {

    private static final int PLOT = 1160;
    private static final int RIGHT = 70;
    private static final int TOP = 64;
    private static final int FOOT = 28;
    private static final int LETTER = 7;
    private static final int LEGEND_COLUMN = 110;
    private static final int LEGEND_LIMIT = 60;

    /** Bars that nobody could see would only make the file large. */
    private static final double NARROWEST = 0.15;

    /** Successive multiples of the golden angle are far apart on the circle of hues, however many there are. */
    private static final double GOLDEN_ANGLE = 137.50776;

    private final GanttChart chart;
    private final double seconds;
    private final int left;
    private final double laneHeight;
    private final double bottom;
    private final List<Integer> trials;
    private final boolean labelled;
    private final StringBuilder out = new StringBuilder();

    GanttSvg(GanttChart chart) {
        this.chart = chart;
        double last =
                Math.max(chart.makespanSeconds(), chart.lowerBoundSeconds().orElse(0));
        this.seconds = last > 0 ? last : 1;
        int letters = chart.lanes().stream()
                .mapToInt(lane -> lane.name().length())
                .max()
                .orElse(0);
        this.left = 16 + LETTER * letters;
        this.laneHeight =
                Math.max(8, Math.min(26, 900.0 / Math.max(1, chart.lanes().size())));
        this.bottom = TOP + laneHeight * chart.lanes().size();
        this.trials = chart.bars().stream().map(Bar::trial).distinct().sorted().toList();
        this.labelled = mostHaveRoom();
    }

    String page() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%1$s</title>
                <style>body { margin: 16px; background: #fff } svg { max-width: 100%%; height: auto }</style>
                </head>
                <body>
                %2$s</body>
                </html>
                """.formatted(escaped(chart.title()), draw());
    }

    String draw() {
        out.setLength(0);
        int shown = Math.min(trials.size(), LEGEND_LIMIT);
        int perRow = Math.max(1, PLOT / LEGEND_COLUMN);
        int legendRows = 1 + (shown + perRow - 1) / perRow + (shown < trials.size() ? 1 : 0);
        int width = left + PLOT + RIGHT;
        int height = (int) bottom + FOOT + 18 * legendRows + 12;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                width, height, width, height);
        line("<style>.e { fill-opacity: .45 } .f { fill: #fff; stroke: #c00; stroke-dasharray: 2 2 } .h { fill: #444 }"
                + " .m { stroke-width: 1.5 } rect, .m { vector-effect: non-scaling-stroke }</style>");
        line("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", width, height);
        header();
        axis();
        lanes();
        chart.bars().stream().sorted(Comparator.comparingDouble(Bar::start)).forEach(this::bar);
        marks();
        legend(bottom + FOOT, shown, perRow);
        line("</svg>");
        return out.toString();
    }

    private void header() {
        line("<text x=\"12\" y=\"20\" font-size=\"16\">%s</text>", escaped(chart.title()));
        StringBuilder summary = new StringBuilder("makespan " + TimeAxis.text(chart.makespanSeconds()));
        OptionalDouble bound = chart.lowerBoundSeconds();
        if (bound.isPresent()) {
            summary.append(", lower bound ").append(TimeAxis.text(bound.getAsDouble()));
            summary.append(format(", ratio %.4f", chart.makespanSeconds() / bound.getAsDouble()));
        }
        summary.append(format(", idle %.2f %%", 100 * chart.idleShare()));
        summary.append(", ")
                .append(trials.size())
                .append(" trials on ")
                .append(chart.lanes().size())
                .append(" slots");
        line("<text x=\"12\" y=\"38\" fill=\"#555\">%s</text>", summary);
    }

    private void axis() {
        for (TimeAxis.Tick tick : TimeAxis.ticks(seconds)) {
            double x = x(tick.seconds());
            line("<line x1=\"%1$.2f\" y1=\"%2$d\" x2=\"%1$.2f\" y2=\"%3$.2f\" stroke=\"#ddd\"/>", x, TOP - 4, bottom);
            line(
                    "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\" fill=\"#555\">%s</text>",
                    x, bottom + 14, tick.label());
        }
    }

    private void lanes() {
        int every = Math.max(1, (int) Math.ceil(11 / laneHeight));
        for (int i = 0; i < chart.lanes().size(); i++) {
            Lane lane = chart.lanes().get(i);
            double y = TOP + i * laneHeight;
            if (i % every == 0) {
                line(
                        "<text x=\"%d\" y=\"%.2f\" text-anchor=\"end\" font-size=\"%.0f\">%s</text>",
                        left - 6, y + laneHeight / 2 + 4, Math.min(12, laneHeight + 3), escaped(lane.name()));
            }
            absence(y, 0, lane.from());
            absence(y, lane.to(), seconds);
        }
    }

    /** Labels in a few wide bars would look as if only these were named. */
    private boolean mostHaveRoom() {
        List<Bar> training =
                chart.bars().stream().filter(bar -> bar.kind() == Kind.TRAIN).toList();
        long room = training.stream().filter(this::hasRoom).count();
        return laneHeight >= 14 && 2 * room >= training.size();
    }

    private boolean hasRoom(Bar bar) {
        return x(bar.end()) - x(bar.start())
                > LETTER * String.valueOf(bar.trial()).length() + 4;
    }

    private void absence(double y, double from, double to) {
        if (to > from && from < seconds) {
            line(
                    "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"#eee\"><title>not there</title></rect>",
                    x(from), y, x(Math.min(to, seconds)) - x(from), laneHeight);
        }
    }

    private void bar(Bar bar) {
        double x = x(bar.start());
        double width = x(bar.end()) - x;
        if (width < NARROWEST && bar.kind() == Kind.HOP) {
            return;
        }
        double y = TOP + bar.lane() * laneHeight + 1;
        String look = switch (bar.kind()) {
            case TRAIN -> format("fill=\"%s\"", colour(bar.trial()));
            case EVALUATE -> format("class=\"e\" fill=\"%s\"", colour(bar.trial()));
            case HOP -> "class=\"h\"";
            case FAILED -> "class=\"f\"";
        };
        line(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" %s><title>%s: %s, %s to %s (%s)</title></rect>",
                x,
                y,
                Math.max(width - 0.3, NARROWEST),
                laneHeight - 2,
                look,
                escaped(bar.label()),
                bar.kind().label(),
                TimeAxis.text(bar.start()),
                TimeAxis.text(bar.end()),
                TimeAxis.text(bar.end() - bar.start()));
        String name = String.valueOf(bar.trial());
        if (labelled && bar.kind() == Kind.TRAIN && hasRoom(bar)) {
            line(
                    "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\" font-size=\"10\" pointer-events=\"none\">%s</text>",
                    x + width / 2, y + laneHeight / 2 + 2.5, name);
        }
    }

    private void marks() {
        mark(chart.makespanSeconds(), "#000", "makespan", "");
        chart.lowerBoundSeconds().ifPresent(bound -> mark(bound, "#c00", "lower bound", " stroke-dasharray=\"5 3\""));
    }

    private void mark(double at, String colour, String name, String dashes) {
        line(
                "<line class=\"m\" x1=\"%1$.2f\" y1=\"%2$d\" x2=\"%1$.2f\" y2=\"%3$.2f\" stroke=\"%4$s\"%5$s>"
                        + "<title>%6$s %7$s</title></line>",
                x(at), TOP - 12, bottom, colour, dashes, name, TimeAxis.text(at));
        // the two are often at almost the same place
        boolean before = name.startsWith("lower");
        line(
                "<text x=\"%.2f\" y=\"%d\" fill=\"%s\" text-anchor=\"%s\" font-size=\"11\">%s</text>",
                x(at) + (before ? -3 : 3), TOP - 8, colour, before ? "end" : "start", name);
    }

    private void legend(double top, int shown, int perRow) {
        double y = top + 8;
        double x = left;
        for (Kind kind : Kind.values()) {
            String look = switch (kind) {
                case TRAIN -> "fill=\"#69c\"";
                case EVALUATE -> "class=\"e\" fill=\"#69c\"";
                case HOP -> "class=\"h\"";
                case FAILED -> "class=\"f\"";
            };
            key(x, y, look, kind.label());
            x += 24 + LETTER * (kind.label().length() + 2);
        }
        for (int i = 0; i < shown; i++) {
            int trial = trials.get(i);
            key(
                    left + (double) (i % perRow) * LEGEND_COLUMN,
                    y + 18 * (1 + i / perRow),
                    format("fill=\"%s\"", colour(trial)),
                    "trial " + trial);
        }
        if (shown < trials.size()) {
            int row = 1 + (shown + perRow - 1) / perRow;
            line("<text x=\"%d\" y=\"%.2f\">and %d more</text>", left, y + 18 * row + 10, trials.size() - shown);
        }
    }

    private void key(double x, double y, String look, String name) {
        line("<rect x=\"%.2f\" y=\"%.2f\" width=\"14\" height=\"12\" %s/>", x, y, look);
        line("<text x=\"%.2f\" y=\"%.2f\">%s</text>", x + 20, y + 10, name);
    }

    private static String colour(int trial) {
        int lightness = 58 + trial % 3 * 8;
        return format("hsl(%.0f,65%%,%d%%)", trial * GOLDEN_ANGLE % 360, lightness);
    }

    private double x(double at) {
        return left + PLOT * at / seconds;
    }

    private void line(String text, Object... values) {
        out.append(values.length == 0 ? text : format(text, values)).append('\n');
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

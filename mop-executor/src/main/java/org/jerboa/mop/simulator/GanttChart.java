package org.jerboa.mop.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What ran where and when: one row for each worker slot, one bar for each unit, one colour for each trial. Drawn as SVG,
 * or as an HTML page around it that needs no other file, no script and no font. The pointer on a bar shows what it is.
 * Immutable.
 *
 * @param lanes the rows, from above
 * @param bars in any order; times in seconds from the study's start
 * @param lowerBoundSeconds least time that any schedule could take, if known
 */
public record GanttChart(String title, List<Lane> lanes, List<Bar> bars, OptionalDouble lowerBoundSeconds) {

    /** What happened in a bar's time. */
    public enum Kind {
        TRAIN("training"),
        EVALUATE("evaluation"),
        HOP("model on its way"),
        FAILED("failed or lost");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * A worker slot.
     *
     * @param from when its worker joined
     * @param to when its worker left; infinity if it stayed
     */
    public record Lane(String name, double from, double to) {}

    /**
     * Something that took time on a slot.
     *
     * @param lane index of its lane
     * @param label shown by the pointer, and in the bar if there is room
     */
    public record Bar(int lane, int trial, String label, double start, double end, Kind kind) {

        public Bar {
            if (!(end >= start)) {
                throw new IllegalArgumentException(
                        "bar '" + label + "' ends (" + end + ") before it starts (" + start + ")");
            }
        }
    }

    public GanttChart {
        lanes = List.copyOf(lanes);
        bars = List.copyOf(bars);
        for (Bar bar : bars) {
            if (bar.lane() < 0 || bar.lane() >= lanes.size()) {
                throw new IllegalArgumentException(
                        "bar '" + bar.label() + "' is on lane " + bar.lane() + ", but there are " + lanes.size());
            }
        }
    }

    /** The same chart with a line at the least that the makespan could be. */
    public GanttChart lowerBound(double seconds) {
        return new GanttChart(title, lanes, bars, OptionalDouble.of(seconds));
    }

    /** When the last bar ends; 0 without any. */
    public double makespanSeconds() {
        return bars.stream().mapToDouble(Bar::end).max().orElse(0);
    }

    /** Share of the slots' time, from when their workers joined, without training or evaluation that came to its end. */
    public double idleShare() {
        double makespan = makespanSeconds();
        double there = lanes.stream()
                .mapToDouble(lane -> Math.max(0, Math.min(makespan, lane.to()) - lane.from()))
                .sum();
        double busy = bars.stream()
                .filter(bar -> bar.kind() == Kind.TRAIN || bar.kind() == Kind.EVALUATE)
                .mapToDouble(bar -> bar.end() - bar.start())
                .sum();
        return there > 0 ? Math.max(0, 1 - busy / there) : 0;
    }

    /** The drawing alone, as a document of its own. */
    public String svg() {
        return new GanttSvg(this).draw();
    }

    /** A page with the drawing. */
    public String html() {
        return new GanttSvg(this).page();
    }

    /** Writes the drawing if the file's name ends in {@code .svg}, else the page. */
    public void write(Path file) throws IOException {
        String text = file.toString().endsWith(".svg") ? svg() : html();
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}

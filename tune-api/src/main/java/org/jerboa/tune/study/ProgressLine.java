package org.jerboa.tune.study;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a study stands, in one line:
 *
 * <pre>{@code
 * 24 trials, 1 failed | epochs 57/240 | units 231 | 0:42, about 1:10 left | best 0.9833 by trial 17: model=cnn, ...
 * }</pre>
 *
 * <p>On a terminal the line is rewritten in place, at most ten times a second and never wider than the terminal; in a
 * log, a line is added every few seconds. Either way the last one says how the study ended, and ends with a newline.
 *
 * <pre>{@code
 * .listener(ProgressLine.rewriting(System.out, 120))
 * }</pre>
 *
 * <p>The line is written on the study's coordinator thread, which waits for it. If writing fails, nothing more is
 * written and the study goes on. Serves one study. Thread-safe.
 */
public final class ProgressLine implements StudyListener {

    private static final Duration REWRITE_EVERY = Duration.ofMillis(100);

    private final Appendable out;
    private final int columns;
    private final Duration every;
    private final Map<Integer, Configuration> configurations = new HashMap<>();
    private @Nullable Duration written;
    private int lengthOnScreen;
    private boolean broken;

    private ProgressLine(Appendable out, int columns, Duration every) {
        this.out = out;
        this.columns = columns;
        this.every = every;
    }

    /**
     * One line, rewritten in place.
     *
     * @param columns width of the terminal; one column stays free, as some terminals wrap when the last one is written
     */
    public static ProgressLine rewriting(Appendable out, int columns) {
        if (columns < 2) {
            throw new IllegalArgumentException("columns (" + columns + ") must be at least 2; use adding(...) for"
                    + " output that is no terminal");
        }
        return new ProgressLine(out, columns, REWRITE_EVERY);
    }

    /**
     * A new line at most this often, for logs and pipes.
     *
     * @param every time between two lines, by the study's own clock
     */
    public static ProgressLine adding(Appendable out, Duration every) {
        if (every.isNegative()) {
            throw new IllegalArgumentException("time between lines (" + every + ") must not be negative");
        }
        return new ProgressLine(out, 0, every);
    }

    /** Trials of earlier sessions: a study that is resumed sends no event about what happened in those. */
    public synchronized void know(List<Trial> trials) {
        trials.forEach(trial -> configurations.put(trial.id(), trial.configuration()));
    }

    @Override
    public synchronized void on(StudyEvent event, StudyProgress progress) {
        if (event instanceof StudyEvent.TrialStarted started) {
            configurations.put(started.trial(), started.configuration());
        }
        boolean ended = event instanceof StudyEvent.StudyEnded;
        if (ended || isDue(progress.elapsed())) {
            written = progress.elapsed();
            show(text(progress));
        }
        if (ended) {
            end();
        }
    }

    /** Ends the line, so that what follows begins on its own; for a study that failed and so never ended. */
    public synchronized void end() {
        if (lengthOnScreen > 0) {
            lengthOnScreen = 0;
            write("\n");
        }
    }

    /** A log waits for its first line as for each other; a terminal shows something at once. */
    private boolean isDue(Duration now) {
        if (written == null) {
            return columns > 0 || now.compareTo(every) >= 0;
        }
        return now.minus(written).compareTo(every) >= 0;
    }

    private void show(String text) {
        if (columns == 0) {
            write(ShortText.cut(text, Integer.MAX_VALUE) + "\n");
            return;
        }
        String line = ShortText.cut(text, columns - 1);
        write("\r" + line + " ".repeat(Math.max(0, lengthOnScreen - line.length())));
        lengthOnScreen = line.length();
    }

    private void write(String text) {
        if (broken) {
            return;
        }
        try {
            out.append(text);
        } catch (IOException e) {
            // a reader that went away is no reason to end a study, nor to complain at every event
            broken = true;
        }
    }

    private String text(StudyProgress progress) {
        StringBuilder line = new StringBuilder().append(progress.trials()).append(" trials");
        if (progress.failed() > 0) {
            line.append(", ").append(progress.failed()).append(" failed");
        }
        line.append(" | epochs ").append(progress.epochs());
        progress.plannedEpochs().ifPresent(planned -> line.append('/').append(planned));
        line.append(" | units ").append(progress.units());
        line.append(" | ").append(clock(progress.elapsed()));
        progress.remaining()
                .ifPresent(left -> line.append(", about ").append(clock(left)).append(" left"));
        Optional<Integer> best = progress.bestTrial();
        if (best.isPresent() && !Double.isNaN(progress.bestValue())) {
            line.append(" | best ").append(ShortText.metric(progress.bestValue()));
            line.append(" by trial ").append(best.get());
            Configuration configuration = configurations.get(best.get());
            if (configuration != null) {
                line.append(": ").append(ShortText.of(configuration));
            }
        }
        return line.toString();
    }

    private static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}

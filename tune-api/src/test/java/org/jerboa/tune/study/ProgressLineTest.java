package org.jerboa.tune.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final StudyEvent ANY = new StudyEvent.SearchEnded(Optional.empty());
    private static final StudyEvent ENDED = new StudyEvent.StudyEnded(StudyStatus.COMPLETED);
    private static final Configuration SMALL = Configuration.of(Map.of("units", 32));
    private static final String FULL =
            "24 trials, 1 failed | epochs 57/240 | units 231 | 0:42, about 1:10 left | best 0.9833 by trial 17";

    private final StringBuilder out = new StringBuilder();

    @Test
    void showsTrialsEpochsUnitsTimesAndTheBest() {
        ProgressLine line = ProgressLine.adding(out, Duration.ZERO);

        line.on(started(17, Configuration.of(Map.of("learningRate", 0.0031234567))), at(42_000));

        assertThat(out).hasToString(FULL + ": learningRate=0.00312\n");
    }

    @Test
    void leavesOutWhatIsNotKnownYet() {
        ProgressLine line = ProgressLine.adding(out, Duration.ZERO);

        line.on(
                ANY,
                new StudyProgress(
                        3,
                        3,
                        0,
                        0,
                        1,
                        OptionalLong.empty(),
                        Duration.ofSeconds(3_725),
                        Optional.empty(),
                        Optional.empty(),
                        Double.NaN));

        assertThat(out).hasToString("3 trials | epochs 0 | units 1 | 1:02:05\n");
    }

    @Test
    void knowsTheBestTrialOfAnEarlierSession() {
        ProgressLine line = ProgressLine.adding(out, Duration.ZERO);

        line.know(List.of(
                new Trial(17, SMALL, 1, TrialStatus.RUNNING, Optional.empty(), 0, List.of(), Optional.empty())));
        line.on(ANY, at(42_000));

        assertThat(out).hasToString(FULL + ": units=32\n");
    }

    @Test
    void addsALineOnlyEveryFewSecondsHoweverManyEventsThereAre() {
        ProgressLine line = ProgressLine.adding(out, Duration.ofSeconds(5));

        for (int millis = 0; millis < 20_000; millis += 10) {
            line.on(ANY, at(millis));
        }
        line.on(ENDED, at(20_000));

        // at 5, 10, 15 and at the end
        assertThat(out.toString().lines()).hasSize(4);
        assertThat(out.toString()).endsWith("\n").doesNotContain("\r");
    }

    @Test
    void rewritesOneLineWithinTheTerminalAndEndsIt() {
        int columns = 40;
        ProgressLine line = ProgressLine.rewriting(out, columns);

        line.on(started(17, SMALL), at(0));
        line.on(ANY, at(50));
        line.on(ANY, at(100));
        line.on(ENDED, at(120));

        assertThat(out.toString()).startsWith("\r").endsWith("...\n");
        assertThat(out.chars().filter(c -> c == '\n')).hasSize(1);
        String[] shown = out.toString().strip().split("\r");
        assertThat(shown).hasSize(3).allSatisfy(text -> assertThat(text).hasSize(columns - 1));
    }

    @Test
    void wipesWhatALongerLineLeft() {
        ProgressLine line = ProgressLine.rewriting(out, 200);
        line.on(started(17, SMALL), at(0));
        int longer = out.length();
        StudyProgress shorter = new StudyProgress(
                1,
                1,
                0,
                0,
                0,
                OptionalLong.empty(),
                Duration.ofSeconds(1),
                Optional.empty(),
                Optional.empty(),
                Double.NaN);

        line.on(ANY, shorter);

        String rewritten = out.substring(longer);
        assertThat(rewritten).startsWith("\r1 trials").hasSize(longer).endsWith(" ");
    }

    @Test
    void endsTheLineOfAStudyThatFailedAndDoesSoOnce() {
        ProgressLine line = ProgressLine.rewriting(out, 20);
        line.on(ANY, at(0));

        line.end();
        line.end();

        assertThat(out.toString()).endsWith("...\n").containsOnlyOnce("\n");
    }

    @Test
    void keepsControlCharactersOffTheTerminal() {
        ProgressLine line = ProgressLine.rewriting(out, 200);

        line.on(started(17, Configuration.of(Map.of("name", "a\u001b[2Jb"))), at(0));

        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void fallsSilentWhenItCannotBeWritten() {
        Appendable full = new Appendable() {
            @Override
            public Appendable append(CharSequence text) throws IOException {
                out.append('x');
                throw new IOException("broken pipe");
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) throws IOException {
                return append(text);
            }

            @Override
            public Appendable append(char c) throws IOException {
                return append("");
            }
        };
        ProgressLine line = ProgressLine.adding(full, Duration.ZERO);

        assertThatCode(() -> {
                    line.on(ANY, at(0));
                    line.on(ENDED, at(1));
                })
                .doesNotThrowAnyException();
        assertThat(out).hasToString("x");
    }

    @Test
    void rejectsATerminalWithoutColumns() {
        assertThatThrownBy(() -> ProgressLine.rewriting(out, 0))
                .hasMessage("columns (0) must be at least 2; use adding(...) for output that is no terminal");
    }

    private static StudyEvent started(int trial, Configuration configuration) {
        return new StudyEvent.TrialStarted(trial, configuration, 1, Optional.empty(), 0, false);
    }

    private static StudyProgress at(long millis) {
        return new StudyProgress(
                24,
                23,
                1,
                57,
                231,
                OptionalLong.of(240),
                Duration.ofMillis(millis),
                Optional.of(Duration.ofSeconds(70)),
                Optional.of(17),
                0.98333);
    }
}

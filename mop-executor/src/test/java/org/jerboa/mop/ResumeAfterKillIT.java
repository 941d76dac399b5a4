package org.jerboa.mop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.mop.steering.StudyView;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, killed by SIGKILL at moments that a seed chooses, each again and again until its study is done: plain
 * studies, adaptive ones, ones with clones and steered ones by turns, until there were at least twenty kills, of each kind
 * some. A steered study is also killed while it is paused, and stops once by itself.
 */
class ResumeAfterKillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int KILLS = 20;
    private static final int MOST_STUDIES = 30;

    /** Bytes by which the journal grows between two kills, at most. */
    private static final int GROWTH = 80_000;

    private static final long SEED = Long.getLong("jerboa.test.seed", 20_261);

    private final RandomGenerator random = RandomStreams.stream(SEED, "kills");

    @TempDir
    Path folder;

    @Test
    void endsAsIfItHadNeverBeenKilled() throws Exception {
        Map<StudyChild.Kind, List<String>> undisturbed = new EnumMap<>(StudyChild.Kind.class);
        Map<StudyChild.Kind, Integer> kills = new EnumMap<>(StudyChild.Kind.class);
        int all = 0;
        StudyChild.Kind[] kinds = StudyChild.Kind.values();
        for (int number = 0; (all < KILLS || kills.size() < kinds.length) && number < MOST_STUDIES; number++) {
            StudyChild.Kind kind = kinds[number % kinds.length];
            Path study = folder.resolve("study-" + number);
            int times = killAgainAndAgain(kind, study);
            all += times;
            if (times > 0) {
                kills.merge(kind, times, Integer::sum);
            }
            if (!undisturbed.containsKey(kind)) {
                Path calm = folder.resolve("calm-" + kind);
                undisturbed.put(kind, traces(kind, kind.runAtOnce(calm), calm));
            }

            StudyResult<PlainMlp> killed = kind.study(study).resume();

            assertThat(killed.status()).isEqualTo(StudyStatus.COMPLETED);
            assertThat(traces(kind, killed, study))
                    .as("%s study %d after %d kills, seed %d", kind, number, times, SEED)
                    .isEqualTo(undisturbed.get(kind));
            assertThat(steered(study))
                    .as("commands that took effect")
                    .containsExactlyInAnyOrderElementsOf(kind.steps().stream()
                            .map(SteeringScript.Step::command)
                            .toList());
        }

        assertThat(all).as("kills, seed %d", SEED).isGreaterThanOrEqualTo(KILLS);
        assertThat(kills).as("kills by kind of study, seed %d", SEED).containsOnlyKeys(kinds);
    }

    /** Returns how often it was killed before it was done. */
    private int killAgainAndAgain(StudyChild.Kind kind, Path study) throws Exception {
        for (int kills = 0; true; ) {
            boolean begunPaused = isPaused(study);
            long limit = size(study) + random.nextInt(GROWTH);
            Process child = start(kind, study);
            try {
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !child.isAlive()
                                || size(study) > limit
                                || (kind == StudyChild.Kind.STEERED && !begunPaused && isPaused(study)));
            } finally {
                child.destroyForcibly().waitFor();
            }
            if (child.exitValue() != 0) {
                // 128 and the number of SIGKILL; anything else is an error of its own
                assertThat(child.exitValue()).as(() -> output(study)).isEqualTo(137);
                kills++;
            } else if (StudyView.of(study).state() == StudyView.State.COMPLETED) {
                return kills;
            }
        }
    }

    /**
     * The ranking, all metrics and weights to the bit, and what is in the files of the checkpoints. Not those of steered
     * studies: of a trial that was stopped the newest is kept, which is what was stored by then.
     */
    private static List<String> traces(StudyChild.Kind kind, StudyResult<PlainMlp> result, Path study)
            throws IOException {
        List<Integer> ranking = result.ranking().stream().map(Trial::id).toList();
        Map<String, String> checkpoints = new TreeMap<>();
        if (kind != StudyChild.Kind.STEERED) {
            try (Stream<Path> files = Files.walk(study.resolve("checkpoints"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    checkpoints.put(
                            study.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
            assertThat(checkpoints).as("a checkpoint of each trial").hasSameSizeAs(ranking);
        }
        return List.of("" + ranking, "" + Fixture.essence(result), "" + checkpoints);
    }

    private static List<Command> steered(Path study) throws IOException {
        List<Command> commands = new ArrayList<>();
        JournalReader.forEach(study.resolve("journal.jsonl"), Fixture.SPACE, event -> {
            if (event instanceof StudyEvent.Steered steered) {
                commands.add(steered.command());
            }
        });
        return commands;
    }

    /** Whether the study is paused by its journal, of which a line without an end does not count. */
    private static boolean isPaused(Path study) {
        try {
            Path journal = study.resolve("journal.jsonl");
            String all = Files.exists(journal) ? Files.readString(journal) : "";
            String text = all.substring(0, all.lastIndexOf('\n') + 1);
            return text.contains("PauseStudy") && !text.contains("ResumeStudy");
        } catch (IOException e) {
            return false; // it was being written
        }
    }

    private Process start(StudyChild.Kind kind, Path study) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StudyChild.class.getName(),
                        kind.name(),
                        study.toString()))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(outputFile(study).toFile()))
                .start();
    }

    private static Path outputFile(Path study) {
        return study.resolveSibling(study.getFileName() + ".txt");
    }

    private static String output(Path study) {
        try {
            return Files.readString(outputFile(study), UTF_8);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private static long size(Path study) {
        try {
            Path journal = study.resolve("journal.jsonl");
            return Files.exists(journal) ? Files.size(journal) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

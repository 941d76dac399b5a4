package org.jerboa.mop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.PlainMlp;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed by SIGKILL at moments that a seed chooses, again and again until its study is done. */
class ResumeAfterKillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void endsAsIfItHadNeverBeenKilled() throws Exception {
        long seed = Long.getLong("jerboa.test.seed", 20_261);
        RandomGenerator random = RandomStreams.stream(seed, "kills");
        Path study = folder.resolve("study");
        int kills = 0;
        boolean done = false;
        while (!done) {
            Process child = start(study);
            try {
                long limit = size(study) + 1000 + random.nextInt(45_000);
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> !child.isAlive() || size(study) > limit);
                done = !child.isAlive();
                kills += done ? 0 : 1;
            } finally {
                child.destroyForcibly().waitFor();
            }
            if (done) {
                assertThat(child.exitValue()).as(() -> output(study)).isZero();
            }
        }

        StudyResult<PlainMlp> killed = StudyChild.study(study).resume();
        StudyResult<PlainMlp> whole =
                Fixture.study().search(RandomSearch.trials(10).epochs(12)).run();

        assertThat(kills).as("kills, seed %d", seed).isGreaterThan(2);
        assertThat(killed.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(Fixture.essence(killed)).as("seed %d, %d kills", seed, kills).isEqualTo(Fixture.essence(whole));
    }

    private Process start(Path study) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StudyChild.class.getName(),
                        study.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile(study)))
                .start();
    }

    private static File outputFile(Path study) {
        return study.resolveSibling("output.txt").toFile();
    }

    private static String output(Path study) {
        try {
            return Files.readString(outputFile(study).toPath(), UTF_8);
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

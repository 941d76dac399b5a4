package org.jerboa.mop.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final SearchSpace SPACE = SearchSpace.of(
            real("rate").log(1e-5, 1e-1), integer("width", 1, 9), categorical("kind", "a, \"b\"", "ünï"), bool("deep"));
    private static final Configuration CONFIGURATION =
            SPACE.configuration(Map.of("rate", 1.0 / 3000, "width", 7, "kind", "ünï", "deep", true));
    private static final StudyHeader HEADER = new StudyHeader(
            2,
            -3,
            SPACE.text(),
            "random(trials=2)",
            List.of("maximize accuracy"),
            List.of("accuracy"),
            "digits",
            "ab12",
            Map.of("tool", "plain-mlp 1"),
            1,
            ShardOrder.SEEDED);
    private static final JournalFormat FORMAT = JournalFormat.of(SPACE);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_123L));

    /** One event of each kind that is journalled, with awkward values. */
    private static final List<StudyEvent> EVENTS = List.of(
            new StudyEvent.WorkerJoined(new WorkerInfo("worker-0", 2, Map.of(Split.TRAINING, Set.of(0, 1)))),
            new StudyEvent.Asked(
                    new Searcher.Ask(0, 4),
                    List.of(
                            new Decision.Start(CONFIGURATION),
                            new Decision.Clone(0, CONFIGURATION),
                            new Decision.Train(0),
                            new Decision.Pause(1),
                            new Decision.Complete(0),
                            new Decision.Stop(1))),
            new StudyEvent.TrialStarted(0, CONFIGURATION, Long.MIN_VALUE, Optional.empty(), 0, false),
            new StudyEvent.TrialStarted(1, CONFIGURATION, 5, Optional.of(0), 8, true),
            new StudyEvent.UnitTrained(
                    1L << 40,
                    0,
                    1,
                    3,
                    2,
                    8,
                    "worker-0",
                    new TrainingSummary(100, 7, 0.1 + 0.2),
                    new UnitCost(5, 6, true, 7, 8)),
            new StudyEvent.UnitTrained(
                    1L << 40,
                    0,
                    1,
                    3,
                    2,
                    8,
                    "worker-0",
                    new TrainingSummary(1, 1, Double.NaN),
                    new UnitCost(5, 6, false, 0, 8)),
            new StudyEvent.UnitEvaluated(7, 0, 1, 0, 8, "worker-0", new UnitCost(1, 2, false, 0, 3)),
            new StudyEvent.UnitFailed(8, 1, 3, "worker-0", 1, true, "java.lang.Error: \"x\"\n\tat y"),
            new StudyEvent.EpochFinished(0, new EpochResult(1, 8, metrics(), 1.5), true),
            new StudyEvent.CheckpointCommitted(0, 8, 1L << 40),
            new StudyEvent.CheckpointFailed(0, 8, "No space left on device"),
            new StudyEvent.TrialEnded(0, TrialStatus.COMPLETED, Optional.empty()),
            new StudyEvent.TrialEnded(1, TrialStatus.FAILED, Optional.of("because")),
            new StudyEvent.WorkerChanged(new WorkerInfo("worker-0", 2, Map.of(Split.TEST, Set.of(3)))),
            new StudyEvent.WorkerLeft("worker-0", "gone"),
            new StudyEvent.Steered(new Command.PauseStudy()),
            new StudyEvent.Steered(new Command.ResumeStudy()),
            new StudyEvent.Steered(new Command.StopTrial(3)),
            new StudyEvent.Steered(new Command.ResumeTrial(3, 2)),
            new StudyEvent.Steered(new Command.DeleteTrial(3)),
            new StudyEvent.Steered(new Command.AddTrial(CONFIGURATION)),
            new StudyEvent.Steered(new Command.CloneTrial(3, CONFIGURATION, true)),
            new StudyEvent.Steered(new Command.Focus(Map.of("lr", "0.001..0.01"))),
            new StudyEvent.Steered(new Command.StopStudy()),
            new StudyEvent.SearchEnded(Optional.empty()),
            new StudyEvent.SearchEnded(Optional.of("the limit of 2 trials was reached")),
            new StudyEvent.Tested(0, 8, metrics()),
            new StudyEvent.StudyEnded(StudyStatus.COMPLETED));

    @TempDir
    Path folder;

    private static Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", Double.POSITIVE_INFINITY);
        metrics.put("accuracy", 1.0 / 3);
        metrics.put("auc", Double.NaN);
        metrics.put("tiny", Double.MIN_VALUE);
        return metrics;
    }

    private Path write(List<StudyEvent> events) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.begin(file, HEADER, SPACE, CLOCK)) {
            events.forEach(journal::append);
        }
        return file;
    }

    /** Reads bytes as a file of them is read; in one format, as making that takes longer than reading. */
    private static JournalReader read(byte[] bytes) throws IOException {
        return JournalReader.read(Channels.newChannel(new ByteArrayInputStream(bytes)), FORMAT, Path.of("damaged"));
    }

    @Test
    void everyEventComesBackAsItWas() throws IOException {
        assertThat(EVENTS.stream().map(Object::getClass).distinct())
                .as("one of each kind")
                .hasSize(StudyEvent.class.getPermittedSubclasses().length - 1);

        JournalReader read = JournalReader.read(write(EVENTS), SPACE);

        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.events()).isEqualTo(EVENTS);
    }

    @Test
    void everyPrefixOfAJournalIsAJournal() throws IOException {
        Path file = write(EVENTS);
        byte[] whole = Files.readAllBytes(file);
        int firstLine = new String(whole, UTF_8).indexOf('\n') + 1;
        int fewer = EVENTS.size();
        for (int length = whole.length; length >= firstLine; length -= 7) {
            JournalReader read = read(Arrays.copyOf(whole, length));
            assertThat(read.events()).isEqualTo(EVENTS.subList(0, read.events().size()));
            assertThat(read.events().size()).isLessThanOrEqualTo(fewer);
            assertThat(read.wholeBytes()).isLessThanOrEqualTo(length);
            fewer = read.events().size();
        }
        assertThat(fewer).isZero();
    }

    @Test
    void everyFlippedBitInALineIsNoticed() throws IOException {
        Path file = write(EVENTS);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 5) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            if (whole[at] == '\n' && at == whole.length - 1) {
                continue; // that only makes the last line a torn one
            }
            int position = at;
            assertThatThrownBy(() -> read(damaged)).as("byte %d", position).isInstanceOf(StudyException.class);
        }
    }

    /** A line longer than what is read at a time, and lines that end just at its edges. */
    @Test
    void linesOfAnyLengthAreReadWhole() throws IOException {
        for (int length : new int[] {1, 65_000, 65_536, 200_000}) {
            StudyEvent event = new StudyEvent.WorkerLeft("w", "x".repeat(length));
            List<StudyEvent> many = List.of(EVENTS.get(0), event, EVENTS.get(1), event);
            assertThat(JournalReader.read(write(many), SPACE).events()).isEqualTo(many);
        }
        String texts = "first\n\n" + "y".repeat(65_535 - 7) + "\n" + "z".repeat(65_536) + "\nlast";
        JournalLines lines = new JournalLines(Channels.newChannel(new ByteArrayInputStream(texts.getBytes(UTF_8))));
        for (String line : texts.substring(0, texts.lastIndexOf('\n')).split("\n", -1)) {
            assertThat(lines.next()).contains(line);
        }
        assertThat(lines.next()).isEmpty();
        assertThat(lines.wholeBytes()).isEqualTo(texts.length() - "last".length());
    }

    @Test
    void givesEventsOneByOneWithoutKeepingThem() throws IOException {
        Path file = write(EVENTS);
        List<StudyEvent> seen = new ArrayList<>();

        JournalReader.forEach(file, SPACE, seen::add);

        assertThat(seen).isEqualTo(EVENTS);
        assertThat(JournalReader.header(file, SPACE)).isEqualTo(HEADER);
    }

    @Test
    void goesOnAfterCuttingOffATornLine() throws IOException {
        Path file = write(EVENTS.subList(0, 3));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        JournalReader torn = JournalReader.read(file, SPACE);
        assertThat(torn.events()).isEqualTo(EVENTS.subList(0, 2));

        try (Journal journal = Journal.resume(file, torn, SPACE, CLOCK)) {
            journal.append(EVENTS.get(5));
        }

        assertThat(JournalReader.read(file, SPACE).events())
                .containsExactly(EVENTS.get(0), EVENTS.get(1), EVENTS.get(5));
    }

    @Test
    void wallTimeCountsSessionsAndNotThePausesBetween() throws IOException {
        long[] now = {1000};
        Path file = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.begin(file, HEADER, SPACE, () -> Instant.ofEpochMilli(now[0]))) {
            now[0] = 4000;
            journal.append(new StudyEvent.SearchEnded(Optional.empty()));
        }
        now[0] = 1_000_000;
        JournalReader first = JournalReader.read(file, SPACE);
        try (Journal journal = Journal.resume(file, first, SPACE, () -> Instant.ofEpochMilli(now[0]))) {
            now[0] += 500;
            journal.append(new StudyEvent.SearchEnded(Optional.empty()));
        }

        assertThat(first.wallSeconds()).isEqualTo(3.0);
        assertThat(JournalReader.read(file, SPACE).wallSeconds()).isEqualTo(3.5);
    }

    /** Version 2 of the format: this file was written once and is never written again. */
    @Test
    void readsTheGoldenFile() throws IOException {
        Path file = folder.resolve("golden.jsonl");
        try (InputStream golden = JournalTest.class.getResourceAsStream("/golden/journal-2.jsonl")) {
            Files.copy(Objects.requireNonNull(golden), file);
        }

        JournalReader read = JournalReader.read(file, SPACE);

        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.events()).isEqualTo(EVENTS);
    }

    static boolean hasDevFull() {
        return Files.exists(Path.of("/dev/full"));
    }

    @Test
    @EnabledIf("hasDevFull")
    void aFullDiskIsReported() throws IOException {
        JournalReader empty = new JournalReader(HEADER, List.of(), 0, 1, 0);
        Path full = folder.resolve("journal.jsonl");
        Files.createSymbolicLink(full, Path.of("/dev/full"));

        assertThatThrownBy(() -> {
                    try (Journal journal = Journal.resume(full, empty, SPACE, CLOCK)) {
                        journal.append(EVENTS.get(0));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
    }

    /** An event that cannot be written, for whatever reason, must not end the journal in silence. */
    @Test
    void anEventThatCannotBeWrittenIsReported() throws IOException {
        Set<Integer> unreadable = new AbstractSet<>() {
            @Override
            public Iterator<Integer> iterator() {
                throw new IllegalStateException("shards unknown");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        Journal journal = Journal.begin(folder.resolve("journal.jsonl"), HEADER, SPACE, CLOCK);
        journal.append(EVENTS.get(0));
        journal.append(new StudyEvent.WorkerJoined(new WorkerInfo("w", 1, Map.of(Split.TRAINING, unreadable))));
        journal.append(EVENTS.get(1));
        List<String> followed = new ArrayList<>();
        journal.afterwards(() -> followed.add("what the last line allows"));

        assertThatThrownBy(journal::close).isInstanceOf(IOException.class).hasStackTraceContaining("shards unknown");
        assertThat(journal.failure()).isPresent();
        assertThat(followed).isEmpty();
        assertThat(JournalReader.read(folder.resolve("journal.jsonl"), SPACE).events())
                .containsExactly(EVENTS.get(0));
    }

    @Test
    void theFirstLineIsThereAsSoonAsAStudyHasBegun() throws IOException {
        Path file = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.begin(file, HEADER, SPACE, CLOCK)) {
            assertThat(Files.readString(file)).contains("\n");
            assertThat(JournalReader.read(file, SPACE).header()).isEqualTo(HEADER);
            assertThat(journal.failure()).isEmpty();
        }
    }

    @Test
    void whatIsToFollowALineIsDoneWhenThatIsWritten() throws IOException {
        Path file = folder.resolve("journal.jsonl");
        List<Integer> lines = new ArrayList<>();
        try (Journal journal = Journal.begin(file, HEADER, SPACE, CLOCK)) {
            for (int i = 0; i < 5; i++) {
                journal.append(EVENTS.get(i));
                journal.afterwards(() -> lines.add(readEvents(file)));
            }
        }
        assertThat(lines).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(lines.get(i)).isGreaterThan(i);
        }
    }

    private static int readEvents(Path file) {
        try {
            return JournalReader.read(file, SPACE).events().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aJournalOfALaterFormatIsRefused() throws IOException {
        Path file = write(EVENTS);
        StudyHeader later = new StudyHeader(
                3,
                HEADER.seed(),
                HEADER.space(),
                HEADER.search(),
                HEADER.objectives(),
                HEADER.metrics(),
                HEADER.dataName(),
                HEADER.data(),
                HEADER.handler(),
                HEADER.toolThreads(),
                HEADER.shardOrder());
        Files.delete(file);
        Journal.begin(file, later, SPACE, CLOCK).close();

        assertThatThrownBy(() -> JournalReader.read(file, SPACE))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("format 3")
                .hasMessageContaining("reads 2");
    }

    @Test
    void aJournalOfAnotherSpaceSaysSo() throws IOException {
        Path file = write(EVENTS);
        SearchSpace other = SearchSpace.of(integer("depth", 1, 3));

        assertThatThrownBy(() -> JournalReader.read(file, other))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("another search space");
    }
}

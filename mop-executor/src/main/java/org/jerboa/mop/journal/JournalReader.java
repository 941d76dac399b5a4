package org.jerboa.mop.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;

/**
 * A journal as it was read.
 *
 * @param header what the study is
 * @param events what happened, over all sessions
 * @param wallSeconds time the study was worked on, over all sessions
 * @param sessions how many there were
 * @param wholeBytes length of the part that is whole; what follows is a torn last line, to be cut off
 */
public record JournalReader(
        StudyHeader header, List<StudyEvent> events, double wallSeconds, int sessions, long wholeBytes) {

    public JournalReader {
        events = List.copyOf(events);
    }

    /**
     * Reads a journal. A last line without its end, as the death of a process leaves it, is passed over: what it
     * would have said counts as not having happened.
     *
     * @throws StudyException if a line before the last is damaged, or the journal is of another format or space
     */
    public static JournalReader read(Path file, SearchSpace space) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(in, JournalFormat.of(space), file);
        }
    }

    static JournalReader read(ReadableByteChannel in, JournalFormat format, Path file) throws IOException {
        List<StudyEvent> events = new ArrayList<>();
        Scan scan = new Scan(in, format, file);
        StudyHeader header = scan.header();
        scan.events(events::add);
        return new JournalReader(header, events, scan.wallMillis / 1e3, scan.sessions, scan.lines.wholeBytes());
    }

    /**
     * What the study is: reads the first line only.
     *
     * @throws StudyException as {@link #read}
     */
    public static StudyHeader header(Path file, SearchSpace space) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Scan(in, JournalFormat.of(space), file).header();
        }
    }

    /**
     * As {@link #header(Path, SearchSpace)}, without the study's space.
     *
     * @throws StudyException as {@link #read}
     */
    public static StudyHeader header(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Scan(in, JournalFormat.ofAnySpace(), file).header();
        }
    }

    /**
     * Passes over a journal from its first event to its last, and keeps none of them. Of a study that runs, those that
     * are there by now.
     *
     * @throws StudyException as {@link #read}
     */
    public static void forEach(Path file, SearchSpace space, Consumer<StudyEvent> consumer) throws IOException {
        forEach(file, JournalFormat.of(space), consumer);
    }

    /**
     * As {@link #forEach(Path, SearchSpace, Consumer)}, whatever the study's search space was.
     *
     * @param consumer gets configurations as {@link org.jerboa.tune.space.Configuration#ofTexts} makes them, whose values are
     *     not those of the space
     */
    public static void forEachOfAnySpace(Path file, Consumer<StudyEvent> consumer) throws IOException {
        forEach(file, JournalFormat.ofAnySpace(), consumer);
    }

    private static void forEach(Path file, JournalFormat format, Consumer<StudyEvent> consumer) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            Scan scan = new Scan(in, format, file);
            scan.header();
            scan.events(consumer);
        }
    }

    /** One pass over a journal. */
    private static final class Scan {

        private final JournalLines lines;
        private final JournalFormat format;
        private final Path file;
        private long number;
        private long lastAt;
        private long wallMillis;
        private int sessions;

        Scan(ReadableByteChannel in, JournalFormat format, Path file) {
            this.lines = new JournalLines(in);
            this.format = format;
            this.file = file;
        }

        StudyHeader header() throws IOException {
            if (!(next().orElse(null) instanceof JournalEntry.Begin begin)) {
                throw new StudyException(
                        "journal " + file + " does not begin with a study; start the study anew in another folder");
            }
            if (begin.study().format() != StudyHeader.FORMAT) {
                throw new StudyException("journal " + file + " is of format "
                        + begin.study().format() + ", this library reads " + StudyHeader.FORMAT
                        + "; use the version of the library that the study was begun with");
            }
            return begin.study();
        }

        void events(Consumer<StudyEvent> consumer) throws IOException {
            for (Optional<JournalEntry> entry = next(); entry.isPresent(); entry = next()) {
                if (entry.get() instanceof JournalEntry.Happened happened) {
                    consumer.accept(happened.what());
                }
            }
        }

        private Optional<JournalEntry> next() throws IOException {
            Optional<String> line = lines.next();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            number++;
            JournalEntry entry = entry(line.get());
            boolean newSession = entry instanceof JournalEntry.Session || entry instanceof JournalEntry.Begin;
            sessions += entry instanceof JournalEntry.Session ? 1 : 0;
            wallMillis += newSession ? 0 : Math.max(0, entry.at() - lastAt);
            lastAt = entry.at();
            return Optional.of(entry);
        }

        private JournalEntry entry(String line) {
            Optional<JournalEntry> entry;
            try {
                entry = format.entry(line);
            } catch (IllegalArgumentException e) {
                throw new StudyException(
                        "line " + number + " of journal " + file + " cannot be understood; it was written"
                                + " by another version of the library, or for another search space: " + e.getMessage(),
                        e);
            }
            return entry.orElseThrow(() -> new StudyException("line " + number + " of journal " + file
                    + " does not have the checksum it was written with; restore the file from a copy, or cut it off"
                    + " before that line to go on from there"));
        }
    }
}

package org.jerboa.mop.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;

/**
 * A journal as it was read.
 *
 * @param header what the study is
 * @param events what happened, over all sessions
 * @param wallSeconds time the study was worked on, over all sessions
 * @param wholeBytes length of the part that is whole; what follows is a torn last line, to be cut off
 */
public record JournalReader(StudyHeader header, List<StudyEvent> events, double wallSeconds, long wholeBytes) {

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
        byte[] bytes = Files.readAllBytes(file);
        JournalFormat format = new JournalFormat(space);
        List<JournalEntry> entries = new ArrayList<>();
        int start = 0;
        for (int end = endOfLine(bytes, start); end >= 0; end = endOfLine(bytes, start)) {
            String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            entries.add(entry(format, line, file, entries.size() + 1));
            start = end + 1;
        }
        if (entries.isEmpty() || !(entries.get(0) instanceof JournalEntry.Begin begin)) {
            throw new StudyException(
                    "journal " + file + " does not begin with a study; start the study anew in" + " another folder");
        }
        if (begin.study().format() != StudyHeader.FORMAT) {
            throw new StudyException("journal " + file + " is of format "
                    + begin.study().format() + ", this library reads " + StudyHeader.FORMAT
                    + "; resume the study with the version of the library that it was begun with");
        }
        List<StudyEvent> events = entries.stream()
                .filter(JournalEntry.Happened.class::isInstance)
                .map(entry -> ((JournalEntry.Happened) entry).what())
                .toList();
        return new JournalReader(begin.study(), events, wallSeconds(entries), start);
    }

    private static int endOfLine(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static JournalEntry entry(JournalFormat format, String line, Path file, int number) {
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
                + " does not have the checksum it was written with; restore the file from a copy, or cut it off before"
                + " that line to go on from there"));
    }

    private static double wallSeconds(List<JournalEntry> entries) {
        long millis = 0;
        long last = 0;
        for (JournalEntry entry : entries) {
            boolean newSession = entry instanceof JournalEntry.Session || entry instanceof JournalEntry.Begin;
            millis += newSession ? 0 : Math.max(0, entry.at() - last);
            last = entry.at();
        }
        return millis / 1e3;
    }
}

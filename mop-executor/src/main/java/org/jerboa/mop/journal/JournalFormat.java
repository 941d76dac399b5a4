package org.jerboa.mop.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;

/**
 * Journal lines and back. A line is a JSON object whose first field is a CRC-32C, as eight hexadecimal digits, of the
 * same object without that field. The rest is as {@link StudyJson} has it. See docs/formats/journal.md.
 *
 * <p>Thread-safe.
 */
final class JournalFormat {

    private static final String PREFIX = "{\"crc\":\"";
    private static final int CRC_DIGITS = 8;
    private static final String AFTER_CRC = "\",";
    private static final int BODY = PREFIX.length() + CRC_DIGITS + AFTER_CRC.length();

    private final ObjectMapper mapper;

    JournalFormat(ObjectMapper json) {
        this.mapper = json;
    }

    static JournalFormat of(SearchSpace space) {
        return new JournalFormat(StudyJson.of(space));
    }

    /** For whoever does not have the study's space: configurations are those of {@link Configuration#ofTexts}. */
    static JournalFormat ofAnySpace() {
        return new JournalFormat(StudyJson.ofTexts());
    }

    String line(JournalEntry entry) {
        try {
            String body = mapper.writeValueAsString(entry);
            return PREFIX + sum(body) + AFTER_CRC + body.substring(1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("journal entry " + entry + " cannot be written as JSON", e);
        }
    }

    /** The entry of a line; empty if the line is torn or was altered. */
    Optional<JournalEntry> entry(String line) {
        if (line.length() <= BODY || !line.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String body = "{" + line.substring(BODY);
        if (!line.startsWith(sum(body) + AFTER_CRC, PREFIX.length())) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(body, JournalEntry.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a journal line is whole but cannot be understood (" + e.getOriginalMessage() + "): " + line, e);
        }
    }

    private static String sum(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }
}

package org.jerboa.data.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jerboa.data.io.Bytes;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file, one at a time, without empty lines. */
public final class CsvRows implements Closeable {

    private final String file;
    private final CloseableIterator<CsvRecord> records;

    CsvRows(Bytes input, char separator) throws IOException {
        this.file = input.name();
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .ofCsvRecord(new InputStreamReader(withoutByteOrderMark(input), StandardCharsets.UTF_8))
                .iterator();
    }

    /** Null after the last row. */
    @Nullable
    CsvRecord next() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot read " + file + ": " + e.getMessage() + " (" + reason.getMessage() + ")", e);
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private static InputStream withoutByteOrderMark(Bytes input) throws IOException {
        InputStream stream = input.open();
        stream.mark(3);
        if (stream.read() != 0xEF || stream.read() != 0xBB || stream.read() != 0xBF) {
            stream.reset();
        }
        return stream;
    }
}

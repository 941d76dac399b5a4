package org.jerboa.data.io;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jerboa.data.StreamSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A named sequence of bytes that can be read again and again; compressed ones (gzip) are recognised by their first two
 * bytes and come out plain.
 *
 * @param name for messages
 */
public record Bytes(String name, StreamSupplier supplier) {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    public static Bytes of(Path file) {
        return new Bytes(file.toString(), () -> Files.newInputStream(file));
    }

    public static Bytes of(URL url) {
        return new Bytes(url.toString(), url::openStream);
    }

    /** The last part of the name, without folders and without the ending {@code .gz}. */
    public String shortName() {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.endsWith(".gz") ? last.substring(0, last.length() - 3) : last;
    }

    public InputStream open() throws IOException {
        InputStream raw;
        try {
            raw = supplier.open();
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw missing(e);
        }
        if (raw == null) {
            throw missing(null);
        }
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        try {
            buffered.mark(2);
            boolean compressed = buffered.read() == GZIP_MAGIC_1 && buffered.read() == GZIP_MAGIC_2;
            buffered.reset();
            return compressed ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER_BYTES)) : buffered;
        } catch (IOException e) {
            buffered.close();
            throw new IOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    private IOException missing(@Nullable Exception cause) {
        return new IOException("'" + name + "' does not exist; correct its name", cause);
    }
}

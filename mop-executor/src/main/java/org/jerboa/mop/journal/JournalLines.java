package org.jerboa.mop.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The whole lines of a journal, one after another, in a fixed amount of memory beside the longest of them. */
final class JournalLines {

    private static final int BLOCK = 1 << 16;

    private final ReadableByteChannel in;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long wholeBytes;

    JournalLines(ReadableByteChannel in) {
        this.in = in;
    }

    /** The next line without its end; empty if there is none, or none that is whole. */
    Optional<String> next() throws IOException {
        line.reset();
        while (fill()) {
            int begin = block.position();
            int end = begin;
            while (end < block.limit() && block.get(end) != '\n') {
                end++;
            }
            line.write(block.array(), begin, end - begin);
            if (end < block.limit()) {
                block.position(end + 1);
                wholeBytes += line.size() + 1;
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            block.position(end);
        }
        return Optional.empty();
    }

    /** Bytes of the lines given so far, with their ends. */
    long wholeBytes() {
        return wholeBytes;
    }

    private boolean fill() throws IOException {
        while (!block.hasRemaining()) {
            block.clear();
            int read = in.read(block);
            block.flip();
            if (read < 0) {
                return false;
            }
        }
        return true;
    }
}

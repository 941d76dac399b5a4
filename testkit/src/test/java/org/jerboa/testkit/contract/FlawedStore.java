package org.jerboa.testkit.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;

/** A small store of files, checksum first, that is as it should be or has one flaw. */
public final class FlawedStore implements CheckpointStore {

    /** What is wrong with it. */
    enum Flaw {
        NONE,
        WRITES_IN_PLACE,
        LEAVES_WHAT_FAILED,
        TRUSTS_ITS_FILES,
        CHECKS_THE_LENGTH_ALONE,
        SHARES_ONE_BUFFER,
        LISTS_NEWEST_FIRST,
        LISTS_OTHER_TRIALS,
        DELETES_THE_TRIAL,
        MISSING_IS_DAMAGED,
        COUNTS_THE_FRAME,
        FORGETS_ON_CLOSE,
        SWALLOWS_FAILURES
    }

    private static final int FRAME = Long.BYTES;

    private final Path folder;
    private final Flaw flaw;
    private final AtomicInteger temporaries = new AtomicInteger();
    private final ByteArrayOutputStream shared = new ByteArrayOutputStream();

    FlawedStore(Path folder, Flaw flaw) {
        this.folder = folder;
        this.flaw = flaw;
    }

    Path file(CheckpointId id) {
        return folder.resolve(id.trial() + "-" + id.version());
    }

    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        if (flaw == Flaw.WRITES_IN_PLACE) {
            return putInPlace(id, payload);
        }
        ByteArrayOutputStream bytes = flaw == Flaw.SHARES_ONE_BUFFER ? shared : new ByteArrayOutputStream();
        bytes.reset();
        try {
            payload.writeTo(Channels.newChannel(bytes));
        } catch (IOException | RuntimeException e) {
            if (flaw == Flaw.LEAVES_WHAT_FAILED) {
                keep(id, bytes.toByteArray());
            }
            if (flaw != Flaw.SWALLOWS_FAILURES) {
                throw e;
            }
        }
        keep(id, bytes.toByteArray());
        return flaw == Flaw.COUNTS_THE_FRAME ? FRAME + (long) bytes.size() : bytes.size();
    }

    /** Framed at the end, when the payload's checksum is known: until then the file is neither old nor new. */
    private long putInPlace(CheckpointId id, Writer payload) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (OutputStream out = Files.newOutputStream(file(id))) {
            out.write(new byte[FRAME]);
            WritableByteChannel both = Channels.newChannel(new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    out.write(value);
                    copy.write(value);
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    out.write(bytes, from, count);
                    copy.write(bytes, from, count);
                }
            });
            payload.writeTo(both);
        }
        Files.write(file(id), framed(copy.toByteArray()));
        return copy.size();
    }

    private void keep(CheckpointId id, byte[] payload) throws IOException {
        Path temporary = folder.resolve("temporary" + temporaries.incrementAndGet());
        Files.write(temporary, framed(payload));
        Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] framed(byte[] payload) {
        return ByteBuffer.allocate(FRAME + payload.length)
                .putLong(checksum(payload))
                .put(payload)
                .array();
    }

    private long checksum(byte[] payload) {
        if (flaw == Flaw.CHECKS_THE_LENGTH_ALONE) {
            return payload.length;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return checksum.getValue();
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        if (flaw == Flaw.MISSING_IS_DAMAGED && !Files.exists(file(id))) {
            throw new CorruptCheckpointException(id, "it is not there");
        }
        byte[] file;
        try {
            file = Files.readAllBytes(file(id));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(id.toString());
        }
        byte[] payload = file.length < FRAME ? file : Arrays.copyOfRange(file, FRAME, file.length);
        boolean sound = file.length >= FRAME && ByteBuffer.wrap(file).getLong() == checksum(payload);
        if (!sound && flaw != Flaw.TRUSTS_ITS_FILES) {
            throw new CorruptCheckpointException(id, "its checksum is another");
        }
        return reader.readFrom(Channels.newChannel(new ByteArrayInputStream(payload)));
    }

    @Override
    public SortedSet<Integer> versions(int trial) throws IOException {
        SortedSet<Integer> versions =
                flaw == Flaw.LISTS_NEWEST_FIRST ? new TreeSet<>(Collections.reverseOrder()) : new TreeSet<>();
        String prefix = flaw == Flaw.LISTS_OTHER_TRIALS ? "" + trial : trial + "-";
        for (Path file : files(prefix)) {
            String name = file.getFileName().toString();
            versions.add(Integer.valueOf(name.substring(name.indexOf('-') + 1)));
        }
        return versions;
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
        List<Path> doomed = flaw == Flaw.DELETES_THE_TRIAL ? files(id.trial() + "-") : List.of(file(id));
        for (Path file : doomed) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (flaw == Flaw.FORGETS_ON_CLOSE) {
            for (Path file : files("")) {
                Files.delete(file);
            }
        }
    }
}

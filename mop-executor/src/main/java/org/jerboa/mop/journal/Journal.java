package org.jerboa.mop.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.StudyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a journal file from a thread of its own, so that a slow disk does not hold up the coordinator. Lines are
 * handed to the operating system as they come, in order: the death of the process loses at most the last few, and
 * tears at most the last one.
 */
public final class Journal implements Closeable {

    /** What the thread is to do next. */
    private sealed interface Order {}

    private record Line(JournalEntry entry) implements Order {}

    private record Then(Runnable action) implements Order {}

    private record End() implements Order {}

    private final JournalFormat format;
    private final FileChannel channel;
    private final InstantSource clock;
    private final BlockingQueue<Order> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile @Nullable IOException failure;

    private Journal(JournalFormat format, FileChannel channel, InstantSource clock) {
        this.format = format;
        this.channel = channel;
        this.clock = clock;
        this.writer = new Thread(this::write, "jerboa-journal");
        writer.setDaemon(true);
    }

    /** Begins the journal of a new study; a file that is there is overwritten. */
    public static Journal begin(Path file, StudyHeader header, SearchSpace space, InstantSource clock)
            throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new Journal(JournalFormat.of(space), channel, clock)
                .start(0, new JournalEntry.Begin(clock.millis(), header), session(clock));
    }

    /** Goes on with a journal, after cutting off a torn last line. */
    public static Journal resume(Path file, JournalReader read, SearchSpace space, InstantSource clock)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        return new Journal(JournalFormat.of(space), channel, clock).start(read.wholeBytes(), session(clock));
    }

    private static JournalEntry session(InstantSource clock) {
        String library = Optional.ofNullable(Journal.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new JournalEntry.Session(
                clock.millis(),
                library,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    /** Writes the first lines at once, so that a study that cannot be recorded does not begin. */
    private Journal start(long length, JournalEntry... first) throws IOException {
        try {
            channel.truncate(length);
            channel.position(length);
            carryOut(Stream.of(first).<Order>map(Line::new).toList());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        writer.start();
        return this;
    }

    /** Records an event; returns at once. */
    public void append(StudyEvent event) {
        queue.add(new Line(new JournalEntry.Happened(clock.millis(), event)));
    }

    /**
     * Has something done, on the journal's thread, when all that was appended before is written; not at all if that
     * fails. For what a resumed study could not do without the line.
     */
    public void afterwards(Runnable action) {
        queue.add(new Then(action));
    }

    /** Why lines could not be written, for instance because the disk is full; empty as long as all is well. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    private void write() {
        try {
            List<Order> batch = new ArrayList<>();
            while (!batch.contains(new End())) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch);
                carryOut(batch);
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("the journal's thread was interrupted", e);
        } catch (RuntimeException | Error e) {
            failure = new IOException("a line could not be written: " + e, e);
        }
    }

    private void carryOut(List<Order> batch) throws IOException {
        StringBuilder lines = new StringBuilder();
        try {
            for (Order order : batch) {
                if (order instanceof Line line) {
                    lines.append(format.line(line.entry)).append('\n');
                }
            }
        } finally {
            writeFully(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        }
        for (Order order : batch) {
            if (order instanceof Then then) {
                then.action.run();
            }
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Writes what is left and forces it to the device.
     *
     * @throws IOException if not all lines could be written
     */
    @Override
    public void close() throws IOException {
        queue.add(new End());
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try (channel) {
            IOException failed = failure;
            if (failed != null) {
                throw failed;
            }
            if (!Thread.currentThread().isInterrupted()) {
                channel.force(true);
            }
        }
    }
}

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
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.StudyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a journal file from a thread of its own, so that a slow disk does not hold up the coordinator. Lines are
 * handed to the operating system as they come, in order: the death of the process loses at most the last few, and
 * tears at most the last one.
 */
public final class Journal implements Closeable {

    private static final JournalEntry END = new JournalEntry.Session(0, "", "", "");

    private final JournalFormat format;
    private final FileChannel channel;
    private final InstantSource clock;
    private final BlockingQueue<JournalEntry> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile @Nullable IOException failure;

    private Journal(JournalFormat format, FileChannel channel, InstantSource clock) {
        this.format = format;
        this.channel = channel;
        this.clock = clock;
        this.writer = new Thread(this::write, "jerboa-journal");
        writer.setDaemon(true);
        writer.start();
    }

    /** Begins the journal of a new study; a file that is there is overwritten. */
    public static Journal begin(Path file, StudyHeader header, SearchSpace space, InstantSource clock)
            throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        Journal journal = new Journal(new JournalFormat(space), channel, clock);
        journal.queue.add(new JournalEntry.Begin(clock.millis(), header));
        journal.beginSession();
        return journal;
    }

    /** Goes on with a journal, after cutting off a torn last line. */
    public static Journal resume(Path file, JournalReader read, SearchSpace space, InstantSource clock)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(read.wholeBytes());
        channel.position(read.wholeBytes());
        Journal journal = new Journal(new JournalFormat(space), channel, clock);
        journal.beginSession();
        return journal;
    }

    private void beginSession() {
        String library = Optional.ofNullable(Journal.class.getPackage().getImplementationVersion())
                .orElse("development");
        queue.add(new JournalEntry.Session(
                clock.millis(),
                library,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch")));
    }

    /** Records an event; returns at once. */
    public void append(StudyEvent event) {
        queue.add(new JournalEntry.Happened(clock.millis(), event));
    }

    /** Why lines could not be written, for instance because the disk is full; empty as long as all is well. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    private void write() {
        try {
            List<JournalEntry> batch = new ArrayList<>();
            boolean ended = false;
            while (!ended) {
                batch.add(queue.take());
                queue.drainTo(batch);
                ended = batch.remove(END);
                writeAll(batch);
                batch.clear();
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("the journal's thread was interrupted", e);
        }
    }

    private void writeAll(List<JournalEntry> batch) throws IOException {
        StringBuilder lines = new StringBuilder();
        batch.forEach(entry -> lines.append(format.line(entry)).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
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
        queue.add(END);
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

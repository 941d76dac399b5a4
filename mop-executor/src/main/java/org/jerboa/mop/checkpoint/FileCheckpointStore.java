package org.jerboa.mop.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;

/**
 * Checkpoints as files, {@code trial-7/version-12.checkpoint}, in the {@linkplain CheckpointFormat format} that
 * carries a checksum. A file is written under a temporary name and renamed when it is whole, so the death of the
 * process leaves the version whole or absent.
 *
 * <p>Files are not forced to the device: the page cache survives the process, and it makes a put cost a memory copy.
 * After a power failure the latest files may be missing or torn; the checksum tells, and an earlier version serves.
 *
 * <p>Thread-safe, as long as no two threads put the same id at once with different payloads.
 */
public final class FileCheckpointStore implements CheckpointStore {

    private static final Pattern FILE = Pattern.compile("version-(\\d+)\\.checkpoint");

    /** How the name of a file ends that is not whole yet. */
    private static final String HALF = ".tmp";

    private final Path folder;
    private final AtomicLong temporaries = new AtomicLong();

    public FileCheckpointStore(Path folder) {
        this.folder = folder;
    }

    /** Deletes what a process that died left half written. Only while nobody puts anything. */
    public void sweep() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> trials = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path trial : trials) {
                try (DirectoryStream<Path> halves = Files.newDirectoryStream(trial, "*" + HALF)) {
                    for (Path half : halves) {
                        Files.delete(half);
                    }
                }
            }
        }
    }

    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        Path file = file(id);
        Path parent = trialFolder(id.trial());
        Files.createDirectories(parent);
        Path temporary = parent.resolve(file.getFileName() + "." + temporaries.incrementAndGet() + HALF);
        try {
            long bytes;
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                bytes = CheckpointFormat.write(id, payload, channel);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        try (FileChannel channel = FileChannel.open(file(id), StandardOpenOption.READ)) {
            return CheckpointFormat.read(id, channel, reader);
        } catch (NoSuchFileException e) {
            NoSuchFileException named =
                    new NoSuchFileException(file(id).toString(), null, "there is no checkpoint of " + id);
            named.initCause(e);
            throw named;
        }
    }

    @Override
    public SortedSet<Integer> versions(int trial) throws IOException {
        SortedSet<Integer> versions = new TreeSet<>();
        Path parent = trialFolder(trial);
        if (!Files.isDirectory(parent)) {
            return versions;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent)) {
            for (Path file : files) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    versions.add(Integer.valueOf(name.group(1)));
                }
            }
        }
        return versions;
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    @Override
    public void close() {}

    private Path file(CheckpointId id) {
        return trialFolder(id.trial()).resolve("version-" + id.version() + ".checkpoint");
    }

    private Path trialFolder(int trial) {
        return folder.resolve("trial-" + trial);
    }
}

package org.jerboa.mop.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a folder to one study at a time, among all processes that see it. The lock dies with its process.
 *
 * <p>Two parts of the file {@value #FILE} are locked, one after the other. Studies compete for the first. Whoever only
 * wants to know whether a study runs tries the second, and so is never in the way of one that begins: that waits for the
 * instant that the look takes.
 */
public final class FolderLock implements Closeable {

    private static final String FILE = "study.lock";
    private static final long COMPETED_FOR = 1;
    private static final long LOOKED_AT = Long.MAX_VALUE - COMPETED_FOR;
    private static final long LOOK_NANOS = 50_000;

    /**
     * Folders that are locked in this process. Nobody else here may even open their lock file: on POSIX systems closing
     * any channel of it would drop the lock.
     */
    private static final Set<Path> TAKEN = new HashSet<>();

    private final Path real;
    private final FileChannel file;

    private FolderLock(Path real, FileChannel file) {
        this.real = real;
        this.file = file;
    }

    /** Empty if another study has the folder, which must be there. */
    static Optional<FolderLock> take(Path folder) throws IOException {
        synchronized (TAKEN) {
            Path real = folder.toRealPath();
            if (TAKEN.contains(real)) {
                return Optional.empty();
            }
            FileChannel file =
                    FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                taken = lock(file, 0, COMPETED_FOR, false);
                while (taken && !lock(file, COMPETED_FOR, LOOKED_AT, false)) {
                    LockSupport.parkNanos(LOOK_NANOS); // somebody looks
                }
            } finally {
                if (!taken) {
                    file.close();
                }
            }
            if (!taken) {
                return Optional.empty();
            }
            TAKEN.add(real);
            return Optional.of(new FolderLock(real, file));
        }
    }

    /** Whether a study, of this process or another, has the folder; false if there is no folder. */
    public static boolean isTaken(Path folder) throws IOException {
        synchronized (TAKEN) {
            Path real;
            try {
                real = folder.toRealPath();
            } catch (NoSuchFileException e) {
                return false;
            }
            if (TAKEN.contains(real)) {
                return true;
            }
            try (FileChannel file = FileChannel.open(real.resolve(FILE), StandardOpenOption.READ)) {
                return !lock(file, COMPETED_FOR, LOOKED_AT, true);
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }

    /** Closing the channel releases the lock. */
    private static boolean lock(FileChannel file, long from, long length, boolean shared) throws IOException {
        try {
            FileLock lock = file.tryLock(from, length, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The file stays: deleting it could pull it from under another process that is about to lock it. */
    @Override
    public void close() throws IOException {
        synchronized (TAKEN) {
            try {
                file.close();
            } finally {
                TAKEN.remove(real);
            }
        }
    }
}

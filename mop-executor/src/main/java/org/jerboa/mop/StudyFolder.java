package org.jerboa.mop;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.tune.study.StudyException;
import org.jspecify.annotations.Nullable;

/** A study's folder, locked against a second study for as long as this is open. The lock dies with the process. */
final class StudyFolder implements Closeable {

    static final String JOURNAL = "journal.jsonl";

    /**
     * Folders that are open in this process. A second study must not even open the lock file: on POSIX systems closing
     * any channel of it would drop the lock of the first.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private static final String CANNOT_BE_WRITTEN = "folder %s cannot be written (%s); choose one that can";

    private final Path path;
    private final Path real;
    private final FileChannel lockFile;

    private StudyFolder(Path path, Path real, FileChannel lockFile) {
        this.path = path;
        this.real = real;
        this.lockFile = lockFile;
    }

    /**
     * Opens a folder for a new study, or to resume the one it holds.
     *
     * @throws StudyException if it cannot be written, is in use, or does not hold what {@code resume} says
     */
    static StudyFolder open(Path path, boolean resume) {
        if (resume && !Files.isDirectory(path)) {
            throw nothingToResume(path);
        }
        Path real = made(path);
        if (!OPEN.add(real)) {
            throw inUse(path);
        }
        FileChannel lockFile = null;
        try {
            lockFile =
                    FileChannel.open(path.resolve("study.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(lockFile)) {
                throw inUse(path);
            }
            StudyFolder folder = new StudyFolder(path, real, lockFile);
            folder.check(resume);
            return folder;
        } catch (IOException e) {
            release(real, lockFile);
            throw new StudyException(CANNOT_BE_WRITTEN.formatted(path, e), e);
        } catch (RuntimeException e) {
            release(real, lockFile);
            throw e;
        }
    }

    private static Path made(Path path) {
        try {
            Files.createDirectories(path);
            return path.toRealPath();
        } catch (IOException e) {
            throw new StudyException(CANNOT_BE_WRITTEN.formatted(path, e), e);
        }
    }

    private void check(boolean resume) throws IOException {
        boolean holdsStudy = holdsStudy(journal());
        if (resume && !holdsStudy) {
            throw nothingToResume(path);
        }
        if (!resume && holdsStudy) {
            throw new StudyException("folder " + path + " holds a study already; go on with it by resume(), or"
                    + " give the new one another folder");
        }
        if (!resume && !isEmpty(checkpoints())) {
            throw new StudyException("folder " + path + " holds checkpoints of a study whose journal is gone, and a new"
                    + " study would take them for its own; remove " + checkpoints() + ", or give the new one another"
                    + " folder");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    private static StudyException inUse(Path path) {
        return new StudyException("folder " + path + " is in use by another running study; stop that one, or"
                + " give this one a folder of its own");
    }

    private static StudyException nothingToResume(Path path) {
        return new StudyException(
                "folder " + path + " holds no study to resume: there is no journal.jsonl in it; start one with run()");
    }

    /** A process that died while it wrote the first line has not begun a study. */
    private static boolean holdsStudy(Path journal) {
        if (!Files.isRegularFile(journal)) {
            return false;
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(journal))) {
            int read = bytes.read();
            while (read >= 0 && read != '\n') {
                read = bytes.read();
            }
            return read == '\n';
        } catch (IOException e) {
            throw new StudyException("journal " + journal + " cannot be read (" + e + ")", e);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void release(Path real, @Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new StudyException("the study's lock file cannot be closed", e);
        } finally {
            OPEN.remove(real);
        }
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve(JOURNAL);
    }

    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    Path spill() {
        return path.resolve("spill");
    }

    @Override
    public void close() {
        // The file stays: deleting it could pull it from under another process that is about to lock it.
        release(real, lockFile);
    }
}

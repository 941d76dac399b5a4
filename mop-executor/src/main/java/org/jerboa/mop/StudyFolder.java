package org.jerboa.mop;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jerboa.tune.study.StudyException;
import org.jspecify.annotations.Nullable;

/** A study's folder, locked against a second study for as long as this is open. The lock dies with the process. */
final class StudyFolder implements Closeable {

    private final Path path;
    private final FileChannel lockFile;

    private StudyFolder(Path path, FileChannel lockFile) {
        this.path = path;
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
        FileChannel lockFile = null;
        try {
            Files.createDirectories(path);
            lockFile =
                    FileChannel.open(path.resolve("study.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(lockFile)) {
                throw new StudyException("folder " + path + " is in use by another running study; stop that one, or"
                        + " give this one a folder of its own");
            }
            boolean holdsStudy = holdsStudy(path.resolve("journal.jsonl"));
            if (resume && !holdsStudy) {
                throw nothingToResume(path);
            }
            if (!resume && holdsStudy) {
                throw new StudyException("folder " + path + " holds a study already; go on with it by resume(), or"
                        + " give the new one another folder");
            }
            StudyFolder folder = new StudyFolder(path, lockFile);
            lockFile = null;
            return folder;
        } catch (IOException e) {
            throw new StudyException("folder " + path + " cannot be written (" + e + "); choose one that can", e);
        } finally {
            closeQuietly(lockFile);
        }
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

    private static void closeQuietly(@Nullable FileChannel file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new StudyException("the study's lock file cannot be closed", e);
            }
        }
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve("journal.jsonl");
    }

    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    Path spill() {
        return path.resolve("spill");
    }

    @Override
    public void close() throws IOException {
        // The file stays: deleting it could pull it from under another process that is about to lock it.
        lockFile.close();
    }
}

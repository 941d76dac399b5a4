package org.jerboa.mop.folder;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.tune.study.StudyException;

/** A study's folder, locked against a second study for as long as this is open. The lock dies with the process. */
public final class StudyFolder implements Closeable {

    public static final String JOURNAL = "journal.jsonl";
    private static final String CANNOT_BE_WRITTEN = "folder %s cannot be written (%s); choose one that can";

    private final Path path;
    private final FolderLock lock;

    private StudyFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens a folder for a new study, or to resume the one it holds.
     *
     * @throws StudyException if it cannot be written, is in use, or does not hold what {@code resume} says
     */
    public static StudyFolder open(Path path, boolean resume) {
        if (resume && !Files.isDirectory(path)) {
            throw nothingToResume(path);
        }
        StudyFolder folder = locked(path);
        try {
            folder.check(resume);
            return folder;
        } catch (IOException e) {
            folder.close();
            throw new StudyException(CANNOT_BE_WRITTEN.formatted(path, e), e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static StudyFolder locked(Path path) {
        try {
            Files.createDirectories(path);
            return new StudyFolder(path, FolderLock.take(path).orElseThrow(() -> inUse(path)));
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

    public Path path() {
        return path;
    }

    public Path journal() {
        return journal(path);
    }

    /** Where the journal of a study in that folder is. */
    public static Path journal(Path folder) {
        return folder.resolve(JOURNAL);
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    public Path spill() {
        return path.resolve("spill");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StudyException("the study's lock file cannot be closed", e);
        }
    }
}

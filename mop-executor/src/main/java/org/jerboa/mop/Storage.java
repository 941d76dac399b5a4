package org.jerboa.mop;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jerboa.mop.checkpoint.FileCheckpointStore;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.mop.journal.Journal;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.mop.journal.StudyHeader;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a study keeps what must outlive a worker: its folder, or memory if it has none; and a place for models that
 * do not fit the cache.
 */
final class Storage implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private final Optional<StudyFolder> folder;
    private final Optional<Journal> journal;
    private final List<StudyEvent> past;
    private final double pastSeconds;
    private final int pastSessions;
    private CheckpointStore checkpoints;
    private final Path spill;
    private final Housekeeper housekeeper = new Housekeeper();

    private Storage(
            Optional<StudyFolder> folder,
            Optional<Journal> journal,
            List<StudyEvent> past,
            double pastSeconds,
            int pastSessions,
            CheckpointStore checkpoints,
            Path spill) {
        this.folder = folder;
        this.journal = journal;
        this.past = past;
        this.pastSeconds = pastSeconds;
        this.pastSessions = pastSessions;
        this.checkpoints = checkpoints;
        this.spill = spill;
    }

    static Storage open(StudyDefinition<?> definition, int toolThreads, ShardOrder shardOrder, InstantSource clock) {
        if (definition.folder().isEmpty()) {
            try {
                Path spill = Files.createTempDirectory("jerboa-spill-");
                return new Storage(
                        Optional.empty(), Optional.empty(), List.of(), 0, 0, new MemoryCheckpointStore(), spill);
            } catch (IOException e) {
                throw new StudyException(
                        "no temporary folder can be made for models that do not fit into memory (" + e
                                + "); give the study a folder, or set java.io.tmpdir",
                        e);
            }
        }
        StudyFolder folder = StudyFolder.open(definition.folder().get(), definition.resume());
        try {
            StudyHeader header = StudyHeader.of(definition, toolThreads, shardOrder);
            deleteTree(folder.spill());
            return definition.resume()
                    ? resume(folder, definition, header, clock)
                    : begin(folder, definition, header, clock);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new StudyException("the journal in " + folder.path() + " cannot be used (" + e + ")", e);
        }
    }

    private static Storage begin(
            StudyFolder folder, StudyDefinition<?> definition, StudyHeader header, InstantSource clock)
            throws IOException {
        Journal journal = Journal.begin(folder.journal(), header, definition.space(), clock);
        return new Storage(
                Optional.of(folder),
                Optional.of(journal),
                List.of(),
                0,
                0,
                new FileCheckpointStore(folder.checkpoints()),
                folder.spill());
    }

    private static Storage resume(
            StudyFolder folder, StudyDefinition<?> definition, StudyHeader header, InstantSource clock)
            throws IOException {
        JournalReader read = JournalReader.read(folder.journal(), definition.space());
        List<String> differences = read.header().differences(header);
        if (!differences.isEmpty()) {
            throw new StudyException("the study in " + folder.path() + " is another one: "
                    + String.join("; ", differences) + ". Resume it as it was, or start a new one in another folder");
        }
        FileCheckpointStore checkpoints = new FileCheckpointStore(folder.checkpoints());
        checkpoints.sweep();
        Journal journal = Journal.resume(folder.journal(), read, definition.space(), clock);
        return new Storage(
                Optional.of(folder),
                Optional.of(journal),
                read.events(),
                read.wallSeconds(),
                read.sessions(),
                checkpoints,
                folder.spill());
    }

    /** What happened in earlier sessions. */
    List<StudyEvent> past() {
        return past;
    }

    /** Wall time of earlier sessions. */
    double pastSeconds() {
        return pastSeconds;
    }

    /** How many earlier sessions there were. */
    int pastSessions() {
        return pastSessions;
    }

    CheckpointStore checkpoints() {
        return checkpoints;
    }

    /** Goes by that store from now on, which a pool has laid over this one. Before anything is recorded. */
    void use(CheckpointStore overlaid) {
        checkpoints = overlaid;
    }

    CheckpointStore openSpill() {
        return new FileCheckpointStore(spill);
    }

    Optional<Path> folder() {
        return folder.map(StudyFolder::path);
    }

    /** @throws StudyException if earlier events could not be written */
    void record(StudyEvent event) {
        if (event instanceof StudyEvent.UnitSubmitted) {
            return; // nothing follows from it
        }
        journal.ifPresent(file -> {
            file.append(event);
            file.failure().ifPresent(cause -> {
                throw new StudyException(
                        "the journal cannot be written (" + cause.getMessage()
                                + "); make room, then go on with the study by resume()",
                        cause);
            });
        });
    }

    /**
     * Deletes a checkpoint that is of no more use, when the journal says what made it so: a study that is resumed without
     * those lines might want it.
     */
    void discard(CheckpointId id) {
        afterwards(() -> housekeeper.delete(checkpoints, id));
    }

    /** Complete when all that was recorded before is in the journal; never if it cannot be written. */
    CompletableFuture<Void> recorded() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        afterwards(() -> written.complete(null));
        return written;
    }

    private void afterwards(Runnable action) {
        journal.ifPresentOrElse(file -> file.afterwards(action), action);
    }

    /** Releases the folder last, when nothing more is written to it. */
    @Override
    public void close() throws IOException {
        try {
            if (journal.isPresent()) {
                journal.get().close();
            }
        } finally {
            housekeeper.close();
            deleteSpill();
            folder.ifPresent(StudyFolder::close);
        }
    }

    private void deleteSpill() {
        try {
            deleteTree(spill);
        } catch (IOException e) {
            LOG.warn("Models that did not fit into memory are left in {}, which can be deleted", spill, e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    boolean isWhole(CheckpointId id) {
        try {
            return checkpoints.get(id, payload -> true);
        } catch (IOException e) {
            LOG.warn("The checkpoint of {} cannot be read", id, e);
            return false;
        }
    }

    /** Versions of a trial that are stored. */
    Iterable<Integer> storedVersions(int trial) {
        try {
            return checkpoints.versions(trial);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints of trial " + trial + " cannot be listed", e);
        }
    }
}

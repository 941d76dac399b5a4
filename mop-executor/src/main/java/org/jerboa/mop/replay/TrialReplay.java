package org.jerboa.mop.replay;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jerboa.mop.checkpoint.FileCheckpointStore;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.mop.journal.StudyHeader;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a trial again, and before it its ancestors up to the versions that their clones started from. The handler is
 * asked for what it was asked for then, unit by unit; a clone's model passes through a temporary file, as it passed
 * through a checkpoint then.
 *
 * @param <M> the tool's model
 */
public final class TrialReplay<M> {

    private static final Logger LOG = LoggerFactory.getLogger(TrialReplay.class);

    private final ModelHandler<M> handler;
    private final ReplayedUnits<M> units;
    private final StoredVersions<M> stored;
    private final List<String> differences = new ArrayList<>();
    private final int shards;

    private TrialReplay(StudyDefinition<M> definition, Path folder) {
        this.handler = definition.handler();
        this.units = new ReplayedUnits<>(definition, differences);
        this.stored =
                new StoredVersions<>(handler, new FileCheckpointStore(folder.resolve("checkpoints")), differences);
        this.shards = definition.data().shards(Split.TRAINING).size();
    }

    /** As {@link org.jerboa.tune.spi.StudyExecutor#replay} says. */
    public static <M> Replay<M> run(StudyDefinition<M> definition, int toolThreads, int trial, OptionalInt epoch) {
        Path folder = definition
                .folder()
                .orElseThrow(() -> new StudyException("a study without a folder has no journal to replay from"));
        Path journal = folder.resolve("journal.jsonl");
        if (!Files.isRegularFile(journal)) {
            throw new StudyException("folder " + folder + " holds no study to replay: there is no journal.jsonl in it");
        }
        try {
            StudyHeader past = JournalReader.header(journal, definition.space());
            // shards are visited as the journal has it, whatever the order would be now
            check(folder, past, StudyHeader.of(definition, toolThreads, past.shardOrder()));
            Lineage lineage = Lineage.read(journal, definition.space(), trial);
            int goal = lineage.last().goal(epoch, definition.problem().primary());
            definition.handler().prepareWorker(toolThreads);
            return new TrialReplay<>(definition, folder).train(lineage, goal);
        } catch (ClosedByInterruptException e) {
            throw new StudyException("the replay of trial " + trial + " was interrupted", e);
        } catch (IOException e) {
            throw new StudyException("trial " + trial + " of " + folder + " cannot be replayed (" + e + ")", e);
        }
    }

    private static void check(Path folder, StudyHeader past, StudyHeader present) {
        List<String> differences = past.differences(present);
        if (!differences.isEmpty()) {
            throw new StudyException("the study in " + folder + " is another one, and its trials would not come out the"
                    + " same: " + String.join("; ", differences) + ". Replay it with what it was run with");
        }
    }

    private Replay<M> train(Lineage lineage, int goal) throws IOException {
        List<PastTrial> line = lineage.oldestFirst();
        @Nullable M model = null;
        try {
            for (int i = 0; i < line.size() - 1; i++) {
                model = begin(line.get(i), i == 0 ? null : line.get(i - 1), model);
                trainTo(line.get(i), model, line.get(i + 1).parentVersion(), new ArrayList<>());
            }
            PastTrial last = lineage.last();
            model = begin(last, line.size() == 1 ? null : line.get(line.size() - 2), model);
            List<EpochResult> epochs = new ArrayList<>();
            trainTo(last, model, (goal + 1) * shards, epochs);
            M trained = model;
            model = null;
            return new Replay<>(last.id(), last.configuration(), trained, epochs, differences);
        } finally {
            if (model != null) {
                handler.close(model);
            }
        }
    }

    /** Version 0 of a trial: made anew, or of its parent's model, which is closed. */
    private M begin(PastTrial trial, @Nullable PastTrial parent, @Nullable M parentModel) throws IOException {
        if (parent == null || parentModel == null) {
            try {
                return handler.create(trial.configuration(), trial.seed());
            } catch (Exception e) {
                throw new StudyException("the model of trial " + trial.id() + " cannot be made (" + e + ")", e);
            }
        }
        Path file = Files.createTempFile("jerboa-replay-", ".model");
        try {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                handler.write(parentModel, out);
            }
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                M clone = handler.restore(trial.configuration(), in, null);
                handler.close(parentModel);
                return clone;
            }
        } finally {
            Files.delete(file);
        }
    }

    private void trainTo(PastTrial trial, M model, int goal, List<EpochResult> epochs) throws IOException {
        for (int version = 1; version <= goal; version++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new StudyException("the replay of trial " + trial.id() + " was interrupted");
            }
            units.train(trial, model, version);
            if (version % shards == 0) {
                EpochResult epoch = units.finishEpoch(trial, model, version);
                epochs.add(epoch);
                LOG.info("Replayed epoch {} of trial {}: {}", epoch.epoch(), trial.id(), epoch.metrics());
            }
            stored.compare(trial.id(), version, model);
        }
    }
}

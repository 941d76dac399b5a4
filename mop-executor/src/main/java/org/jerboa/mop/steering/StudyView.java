package org.jerboa.mop.steering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jerboa.mop.folder.FolderLock;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.mop.journal.StudyHeader;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.Trial;

/**
 * How a study stands, by its folder: for whoever has neither its handle nor its search space. Of a study that runs, what is
 * in its journal by now, which is what took effect up to some milliseconds ago. Immutable.
 *
 * @param state where it stands as a whole
 * @param search what searches, as its algorithm describes itself
 * @param data name of the dataset
 * @param objective by which the best trial is chosen
 * @param trials by number; values of configurations are numbers, booleans and strings
 * @param epochs epochs finished by all trials together
 * @param units training units finished by all trials together, those that were run again too
 */
public record StudyView(
        State state, String search, String data, Objective objective, List<Trial> trials, long epochs, long units) {

    /** Where a study stands. */
    public enum State {
        /** A process works on it. */
        RUNNING,
        /** A process works on it, and begins no unit until its user says so. */
        PAUSED,
        /** It was ended as it stood, and can be resumed. */
        STOPPED,
        /** Its process died; it can be resumed. */
        INTERRUPTED,
        /** It is done. */
        COMPLETED
    }

    public StudyView {
        trials = List.copyOf(trials);
    }

    /**
     * Reads the journal from its first line to its last.
     *
     * @throws StudyException if there is no study in the folder, or its journal cannot be read
     */
    public static StudyView of(Path folder) {
        Path journal = StudyFolder.journal(folder);
        if (!Files.isRegularFile(journal)) {
            throw new StudyException("there is no study in folder " + folder + ": it has no journal.jsonl");
        }
        try {
            boolean running = FolderLock.isTaken(folder);
            StudyHeader header = JournalReader.header(journal);
            JournalTale tale = new JournalTale();
            JournalReader.forEachOfAnySpace(journal, tale::add);
            return new StudyView(
                    state(tale, running),
                    header.search(),
                    header.dataName(),
                    Objective.parse(header.objectives().get(0)),
                    tale.trials(),
                    tale.epochs(),
                    tale.units());
        } catch (IOException e) {
            throw new StudyException("the journal of the study in " + folder + " cannot be read (" + e + ")", e);
        }
    }

    private static State state(JournalTale tale, boolean running) {
        if (tale.isCompleted()) {
            return State.COMPLETED;
        }
        if (running) {
            return tale.isPaused() ? State.PAUSED : State.RUNNING;
        }
        return tale.isStopped() ? State.STOPPED : State.INTERRUPTED;
    }
}

package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/**
 * Trials of a study in a folder, read from its journal: for a search to learn from, or to be looked at, without the handler
 * and data that going on with the study would need.
 *
 * <pre>{@code
 * .search(Tpe.trials(50).learnFrom(PastTrials.of(Path.of("studies/monday"), space)))
 * }</pre>
 *
 * <p>The study may be running, stopped or dead: its trials are taken as they stand by now.
 */
public final class PastTrials {

    private PastTrials() {}

    /**
     * The trials that are of a space, by number. The study's own space may have been another one, for instance a narrower
     * one: a trial is left out only if its configuration is none of this space.
     *
     * @throws StudyException if the folder holds no study, or one whose journal cannot be read
     */
    public static List<Trial> of(Path folder, SearchSpace space) {
        Path journal = StudyFolder.journal(folder);
        if (!Files.isRegularFile(journal)) {
            throw new StudyException("folder " + folder + " holds no study: there is no " + StudyFolder.JOURNAL
                    + " in it; give the folder that an earlier study had");
        }
        Map<Integer, Past> trials = new TreeMap<>();
        try {
            JournalReader.forEachOfAnySpace(journal, event -> add(event, trials));
        } catch (IOException e) {
            throw new StudyException("journal " + journal + " cannot be read (" + e + ")", e);
        }
        return trials.values().stream()
                .flatMap(past -> past.trial(space).stream())
                .toList();
    }

    private static void add(StudyEvent event, Map<Integer, Past> trials) {
        if (event instanceof StudyEvent.TrialStarted start) {
            trials.put(start.trial(), new Past(start));
        } else if (event instanceof StudyEvent.EpochFinished epoch && trials.containsKey(epoch.trial())) {
            trials.get(epoch.trial()).epochs.add(epoch.result());
        } else if (event instanceof StudyEvent.TrialEnded end && trials.containsKey(end.trial())) {
            trials.get(end.trial()).end = Optional.of(end);
        }
    }

    /** What the journal has said of a trial so far. */
    private static final class Past {

        private final StudyEvent.TrialStarted start;
        private final List<EpochResult> epochs = new ArrayList<>();
        private Optional<StudyEvent.TrialEnded> end = Optional.empty();

        Past(StudyEvent.TrialStarted start) {
            this.start = start;
        }

        /** Empty if its configuration is not of the space. */
        Optional<Trial> trial(SearchSpace space) {
            Configuration configuration;
            try {
                configuration = space.parse(start.configuration().texts());
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            return Optional.of(new Trial(
                    start.trial(),
                    configuration,
                    start.seed(),
                    end.map(StudyEvent.TrialEnded::status).orElse(TrialStatus.RUNNING),
                    start.parent(),
                    start.parentVersion(),
                    epochs,
                    end.flatMap(StudyEvent.TrialEnded::cause)));
        }
    }
}

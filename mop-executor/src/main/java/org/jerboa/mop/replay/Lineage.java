package org.jerboa.mop.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.StudyEvent;

/**
 * A trial and the trials that it descends from, as a journal has them. Reads the journal twice, first for who descends
 * from whom: what is kept is the units of these trials alone.
 */
final class Lineage {

    private final List<PastTrial> oldestFirst;

    private Lineage(List<PastTrial> oldestFirst) {
        this.oldestFirst = oldestFirst;
    }

    /** @throws IllegalArgumentException if there is no such trial */
    static Lineage read(Path journal, SearchSpace space, int trial) throws IOException {
        Map<Integer, StudyEvent.TrialStarted> starts = new HashMap<>();
        JournalReader.forEach(journal, space, event -> {
            if (event instanceof StudyEvent.TrialStarted start) {
                starts.put(start.trial(), start);
            }
        });
        List<PastTrial> line = new ArrayList<>();
        Map<Integer, PastTrial> wanted = new HashMap<>();
        StudyEvent.TrialStarted start = starts.get(trial);
        if (start == null) {
            throw new IllegalArgumentException("there is no trial " + trial + " in the study of " + journal
                    + "; it has " + starts.size() + ", numbered from 0");
        }
        while (start != null) {
            PastTrial past = new PastTrial(start);
            line.add(0, past);
            wanted.put(start.trial(), past);
            start = past.startsFromParent() ? starts.get(start.parent().orElseThrow()) : null;
        }
        JournalReader.forEach(journal, space, event -> {
            if (event instanceof StudyEvent.UnitTrained unit && wanted.containsKey(unit.trial())) {
                wanted.get(unit.trial()).add(unit);
            } else if (event instanceof StudyEvent.EpochFinished epoch && wanted.containsKey(epoch.trial())) {
                wanted.get(epoch.trial()).add(epoch.result());
            }
        });
        return new Lineage(line);
    }

    /** The trials, each the parent of the next; at least one. */
    List<PastTrial> oldestFirst() {
        return oldestFirst;
    }

    PastTrial last() {
        return oldestFirst.get(oldestFirst.size() - 1);
    }
}

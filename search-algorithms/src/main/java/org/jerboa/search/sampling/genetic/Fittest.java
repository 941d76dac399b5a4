package org.jerboa.search.sampling.genetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jerboa.search.history.Merit;
import org.jerboa.search.history.TrialRecord;

/** A population that grows to its size and is then culled: the least fit die, so that the fittest lives for ever. */
final class Fittest implements Survivors {

    private final List<TrialRecord> living = new ArrayList<>();
    private final List<TrialRecord> view = Collections.unmodifiableList(living);
    private final int size;
    private final int kept;

    /** @param kept how many a culling leaves, below {@code size} */
    Fittest(int size, int kept) {
        this.size = size;
        this.kept = kept;
    }

    @Override
    public void add(TrialRecord trial) {
        if (living.size() >= size) {
            living.subList(kept, living.size()).clear();
        }
        living.add(trial);
        living.sort(Merit.BEST_FIRST);
    }

    @Override
    public List<TrialRecord> fittestFirst() {
        return view;
    }
}

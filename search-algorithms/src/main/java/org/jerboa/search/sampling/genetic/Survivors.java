package org.jerboa.search.sampling.genetic;

import java.util.List;
import org.jerboa.search.history.TrialRecord;

/** The trials that may become parents. */
interface Survivors {

    /** A trial has ended with a result; it lives, and others may die for it. */
    void add(TrialRecord trial);

    /** The living, the fittest first. */
    List<TrialRecord> fittestFirst();
}

package org.jerboa.search.rule;

import java.io.Serializable;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;

/**
 * Ends trials that an allocation would go on with. A rule is asked about a trial whenever it would get another epoch; if it
 * says so, the trial is stopped, and for the allocation it is as if it had been ended from outside. Several rules may be
 * given to a search: any of them ends a trial.
 *
 * <p>A rule compares trials of one study. Early stopping by a trial's own stagnation needs no search algorithm: that is the
 * study's, see {@link org.jerboa.tune.study.EarlyStopping}.
 *
 * <p>Immutable, and without a memory of its own: the same history gets the same answer. Users may implement this.
 */
public interface StoppingRule extends Serializable {

    /**
     * Whether a trial is to end, judged by its first epochs.
     *
     * @param trial has finished at least {@code depth} epochs
     * @param depth epochs of the trial that count, from 1
     */
    boolean ends(TrialRecord trial, int depth, History history);

    /** Name and all settings in one line: equal texts promise equal decisions. */
    String describe();

    /**
     * This rule with patience: a trial ends when the rule says so for so many of its last epochs in a row.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    default StoppingRule patience(int epochs) {
        return new PatientRule(this, epochs);
    }
}

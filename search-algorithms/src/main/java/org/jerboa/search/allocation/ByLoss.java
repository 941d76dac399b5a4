package org.jerboa.search.allocation;

import java.util.Comparator;
import org.jerboa.search.history.TrialRecord;

/**
 * How trials of a rung rank: by their loss at its depth, least first, and at equal losses by number. Whatever the losses,
 * then, it is a total order, and a constant metric lets no more trials up than any other.
 *
 * @param milestone depth that all trials compared have
 */
public record ByLoss(int milestone) implements Comparator<TrialRecord> {

    @Override
    public int compare(TrialRecord one, TrialRecord other) {
        int byLoss = Double.compare(one.lossAt(milestone), other.lossAt(milestone));
        return byLoss != 0 ? byLoss : Integer.compare(one.number(), other.number());
    }
}

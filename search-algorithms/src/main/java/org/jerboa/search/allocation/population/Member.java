package org.jerboa.search.allocation.population;

import java.util.Arrays;
import org.jerboa.search.history.TrialRecord;

/** A member of the population: a trial, and what it took over from those it descends from. */
final class Member {

    private final TrialRecord trial;

    /** Losses of the epochs that its weights had had before it began. */
    private final double[] inherited;

    private final boolean guest;
    private boolean live = true;

    /** @param guest whether nobody waits for it */
    private Member(TrialRecord trial, double[] inherited, boolean guest) {
        this.trial = trial;
        this.inherited = inherited;
        this.guest = guest;
    }

    static Member born(TrialRecord trial) {
        return new Member(trial, new double[0], false);
    }

    /** One that the study's user added. */
    static Member guest(TrialRecord trial) {
        return new Member(trial, new double[0], true);
    }

    /** One that starts from the weights that its parent has now. */
    static Member descending(TrialRecord clone, Member parent, boolean guest) {
        double[] losses = new double[parent.age()];
        Arrays.setAll(losses, epoch -> parent.lossAt(epoch + 1));
        return new Member(clone, losses, guest);
    }

    TrialRecord trial() {
        return trial;
    }

    boolean isGuest() {
        return guest;
    }

    /** Epochs that its weights have had. */
    int age() {
        return inherited.length + trial.depth();
    }

    /** Loss after so many epochs, from 1 to its age; along the line that it descends from. */
    double lossAt(int age) {
        return age <= inherited.length ? inherited[age - 1] : trial.lossAt(age - inherited.length);
    }

    /** Whether it can be cloned and replaced; if not, it only counts when others are ranked. */
    boolean isLive() {
        return live;
    }

    void complete() {
        live = false;
    }
}

package org.jerboa.mop.coordinator;

import java.util.Optional;
import org.jerboa.tune.study.TrialStatus;

/** What was decided on a trial: by whom, how many epochs it has been granted, and whether it has ended. */
final class Standing {

    private final int trial;
    private final TrialEpochs epochs;
    private TrialStatus status = TrialStatus.RUNNING;
    private Optional<String> cause = Optional.empty();
    private Owner owner;
    private int granted = 1;
    private boolean paused;

    /** Whether its owner has yet to grant the epoch that it is in. */
    private boolean takenOver;

    Standing(int trial, Owner owner, TrialEpochs epochs) {
        this.trial = trial;
        this.owner = owner;
        this.epochs = epochs;
    }

    // --- changes

    /** In the middle of its life; the new owner is told of the epochs that are finished. */
    void takenOverBy(Owner who) {
        owner = who;
        takenOver = status == TrialStatus.RUNNING && epochs.count() > 0;
    }

    /** Another epoch, or the rest of one; to a trial that was taken over, the one that it is in. */
    void grantEpoch() {
        if (takenOver) {
            takenOver = false;
            return;
        }
        if (status != TrialStatus.WAITING && !paused) {
            throw new IllegalStateException("trial " + trial + " cannot train another epoch: it is "
                    + (status == TrialStatus.RUNNING ? "in one already" : status.toString()));
        }
        if (status == TrialStatus.WAITING) {
            granted = epochs.count() + 1;
            status = TrialStatus.RUNNING;
        }
        paused = false;
    }

    void pause() {
        paused = true;
    }

    /** So many epochs more, though it has ended. It is its user's from now on. */
    void resume(int more) {
        owner = Owner.USER;
        status = TrialStatus.RUNNING;
        cause = Optional.empty();
        paused = false;
        granted = epochs.count() + more;
    }

    /** The epoch is among those that are finished. */
    void epochFinished() {
        takenOver = false;
        if (!status.isFinal() && granted <= epochs.count()) {
            status = TrialStatus.WAITING;
        }
    }

    void end(TrialStatus finalStatus, Optional<String> why) {
        status = finalStatus;
        cause = why;
    }

    // --- views

    boolean isOf(Owner who) {
        return owner.equals(who);
    }

    /** Whether it has work that is decided on, running or not. */
    boolean isTraining() {
        return status == TrialStatus.RUNNING && !paused;
    }

    /** Epochs that it may finish, those that it has finished included. */
    int granted() {
        return granted;
    }

    /** Whether it has been granted more than the epoch that it is in. */
    boolean isGrantedMore() {
        return granted > epochs.count() + 1;
    }

    /** Whether its user, who alone decides on it, wants no more of it. */
    boolean hasHadItsFill() {
        return isOf(Owner.USER) && status == TrialStatus.WAITING;
    }

    TrialStatus status() {
        return status;
    }

    /** Why it ended; empty if it did not, or as was to be expected. */
    Optional<String> cause() {
        return cause;
    }
}

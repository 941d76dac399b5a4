package org.jerboa.mop.coordinator;

import java.util.Optional;
import org.jerboa.tune.study.EpochResult;

/**
 * Versions of a trial's model that are made again, whatever has become of the trial: one that clones start from and that was
 * lost, and at the end of the study its best one, which the study's user may ask for.
 */
final class Remaking {

    private static final int NONE = -1;

    private final ModelVersions versions;
    private final TrialEpochs epochs;
    private final EpochInProgress inProgress;

    /** A version that clones wait for. */
    private int forClones = NONE;

    /** The best version, at the end of the study, if it was lost. */
    private int forTheEnd = NONE;

    /** The last version that the store would not take. */
    private int refused = NONE;

    private boolean testing;
    private boolean gaveUp;

    Remaking(ModelVersions versions, TrialEpochs epochs, EpochInProgress inProgress) {
        this.versions = versions;
        this.epochs = epochs;
        this.inProgress = inProgress;
    }

    // --- for clones

    /** Makes a version again that is lost and that others start from, before it does anything else. */
    void begin(int version) {
        forClones = version;
        if (versions.present() >= version) {
            goBackBefore(version);
        }
    }

    /** Nobody waits for a lost version any more: goes on from the newest version that there is. */
    void end() {
        if (isForClones()) {
            forClones = NONE;
            versions.catchUp();
        }
    }

    boolean isForClones() {
        return forClones >= 0;
    }

    /** Whether units have yet to be run for a version that others wait for. */
    boolean isAwaited() {
        return versions.present() < forClones;
    }

    // --- at the end of the study

    /**
     * Has the best version made again if it is not stored, and tested after that if it is to be. Called until it returns false.
     *
     * @return whether a unit has to be run for that
     */
    boolean finish(boolean test) {
        Optional<EpochResult> goal = epochs.best();
        if (goal.isEmpty() || gaveUp) {
            return false;
        }
        int version = goal.get().version();
        if (versions.isStored(version)) {
            testing = test;
            return test;
        }
        testing = false;
        boolean begins = forTheEnd < 0;
        forTheEnd = version;
        if (begins || versions.present() >= version) {
            goBackBefore(version);
        }
        return true;
    }

    /** The store did not take a version. */
    void refused(int version) {
        refused = version;
    }

    /** Whether the best version was not lost, but could not be stored. */
    boolean isBestRefused() {
        return epochs.best().filter(best -> best.version() == refused).isPresent();
    }

    /** What {@link #finish} asked for cannot be done. */
    void giveUp() {
        gaveUp = true;
        testing = false;
    }

    void tested() {
        testing = false;
    }

    /** Whether units have to be run to test the best version; not if it turned out lost. */
    boolean isTesting() {
        return testing
                && epochs.best()
                        .filter(best -> versions.isStored(best.version()))
                        .isPresent();
    }

    boolean isForTheEnd() {
        return forTheEnd >= 0 && !versions.isStored(forTheEnd);
    }

    /** Whether units have yet to be run for the best version. */
    boolean isShortOfTheEnd() {
        return versions.present() < forTheEnd;
    }

    /** Whether it goes back to earlier versions, or did. */
    boolean goesBack() {
        return isForClones() || isForTheEnd();
    }

    private void goBackBefore(int version) {
        versions.rollBackBefore(version);
        inProgress.forgetEvaluation();
    }
}

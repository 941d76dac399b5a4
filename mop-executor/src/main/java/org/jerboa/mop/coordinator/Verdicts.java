package org.jerboa.mop.coordinator;

import java.util.Optional;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.TrialStatus;

/** Which events end a trial that has not ended: divergence, failure, no improvement, and its user's allowance used up. */
final class Verdicts {

    /** The end of a trial. */
    record Verdict(int trial, TrialStatus status, Optional<String> cause) {

        static Verdict because(int trial, TrialStatus status, String cause) {
            return new Verdict(trial, status, Optional.of(cause));
        }
    }

    private Verdicts() {}

    static Optional<Verdict> on(StudyEvent event, Trials trials, StudySetup setup) {
        Optional<Verdict> verdict = Optional.empty();
        if (event instanceof StudyEvent.UnitTrained unit && unit.training().diverged()) {
            verdict = Optional.of(Verdict.because(
                    unit.trial(),
                    TrialStatus.DIVERGED,
                    "training loss is " + unit.training().loss() + " in epoch " + unit.epoch() + " on shard "
                            + unit.shard()));
        } else if (event instanceof StudyEvent.EpochFinished epoch) {
            verdict = onEpoch(epoch, trials.get(epoch.trial()), setup);
        } else if (event instanceof StudyEvent.UnitFailed unit && !unit.retried()) {
            verdict = Optional.of(Verdict.because(unit.trial(), TrialStatus.FAILED, unit.cause()));
        }
        return verdict.filter(end -> !trials.get(end.trial()).status().isFinal());
    }

    private static Optional<Verdict> onEpoch(StudyEvent.EpochFinished event, TrialState trial, StudySetup setup) {
        int epoch = event.result().epoch();
        if (Double.isNaN(setup.objective().value(event.result().metrics()))) {
            String why = setup.objective().metric() + " is not a number after epoch " + epoch;
            return Optional.of(Verdict.because(trial.id, TrialStatus.DIVERGED, why));
        }
        if (setup.earlyStopping()
                .filter(rule -> rule.ends(setup.objective(), trial.epochs()))
                .isPresent()) {
            String why = setup.objective().metric() + " has not improved by "
                    + setup.earlyStopping().get().minImprovement() + " in "
                    + setup.earlyStopping().get().patience() + " epochs";
            return Optional.of(Verdict.because(trial.id, TrialStatus.STOPPED, why));
        }
        return trial.standing.hasHadItsFill()
                ? Optional.of(new Verdict(trial.id, TrialStatus.COMPLETED, Optional.empty()))
                : Optional.empty();
    }
}

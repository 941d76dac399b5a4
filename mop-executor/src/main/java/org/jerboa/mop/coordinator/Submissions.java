package org.jerboa.mop.coordinator;

import org.jerboa.mop.checkpoint.CheckpointPolicy;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;

/** Hands units over to workers, and keeps account of them. */
final class Submissions {

    private final StudySetup setup;
    private final Policy policy;
    private final UnitsUnderWay underWay;
    private final Effects effects;

    Submissions(StudySetup setup, Policy policy, UnitsUnderWay underWay, Effects effects) {
        this.setup = setup;
        this.policy = policy;
        this.underWay = underWay;
        this.effects = effects;
    }

    void submit(TrialState trial, Work work, Workers.Worker worker) {
        long ticket = underWay.nextTicket();
        UnitQuery query = Queries.query(ticket, trial, work, setup, commits(trial, work));
        UnitsUnderWay.Sent unit = new UnitsUnderWay.Sent(trial, query, worker, effects.nanoTime());
        trial.submitted(unit);
        underWay.sent(unit);
        effects.happened(new StudyEvent.UnitSubmitted(
                ticket,
                work.kind(),
                trial.id,
                work.epoch(),
                work.position(),
                work.split(),
                work.shard(),
                work.version(),
                worker.name()));
        effects.submit(worker.name(), query);
    }

    private boolean commits(TrialState trial, Work work) {
        int result = work.version() + 1;
        boolean due = result % setup.shards(Split.TRAINING) == 0 || policy.checkpoints() == CheckpointPolicy.EVERY_UNIT;
        return work.trains() && due && !trial.versions.isStored(result);
    }
}

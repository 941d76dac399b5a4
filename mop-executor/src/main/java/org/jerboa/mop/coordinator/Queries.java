package org.jerboa.mop.coordinator;

import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.UnitQuery;

/** The queries that have workers do a trial's work. */
final class Queries {

    private Queries() {}

    static UnitQuery query(long ticket, TrialState trial, Work work, StudySetup setup, boolean commit) {
        return new UnitQuery(
                ticket,
                work.kind(),
                trial.id,
                trial.configuration,
                trial.origin.orElse(null),
                trial.seed,
                RandomStreams.seed(trial.seed, "unit", work.epoch(), work.shard()),
                work.epoch(),
                work.position(),
                setup.shards(Split.TRAINING),
                work.split(),
                work.shard(),
                work.version(),
                commit,
                setup.metrics());
    }
}

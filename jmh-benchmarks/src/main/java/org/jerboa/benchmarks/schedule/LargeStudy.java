package org.jerboa.benchmarks.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.mop.simulator.Network;
import org.jerboa.mop.simulator.SimulatedWorker;
import org.jerboa.mop.simulator.Simulation;
import org.jerboa.mop.simulator.TrialLoad;
import org.jerboa.mop.simulator.Workload;

/**
 * One epoch of many trials on many workers, with one shard on each: units of a quarter of a second to two seconds, each octave
 * equally likely, and evaluations that take a fiftieth of a unit.
 */
record LargeStudy(int trials, int workers, long seed) {

    private static final double SHORTEST_UNIT = 0.25;
    private static final double LONGEST_BY_SHORTEST = 8;
    private static final double EVALUATION_BY_UNIT = 0.02;

    /** By the default scheduling. */
    Simulation simulation() {
        SplittableRandom random = new SplittableRandom(seed);
        List<TrialLoad> loads = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            double unit = SHORTEST_UNIT * Math.pow(LONGEST_BY_SHORTEST, random.nextDouble());
            loads.add(new TrialLoad(unit * workers, 1e7, 1000));
        }
        Workload work = new Workload(
                loads, Collections.nCopies(workers, new SimulatedWorker(1, 1)), 1, workers, 1e12, 1, Network.ideal());
        return new Simulation(work)
                .scheduler(() -> Scheduling.PORTFOLIO.scheduler(seed))
                .order(ShardOrder.SCHEDULED)
                .validationShare(EVALUATION_BY_UNIT / workers)
                .seed(seed);
    }
}

package org.jerboa.benchmarks.arbiter;

import java.util.List;

/**
 * How much is measured.
 *
 * @param images to train on; a quarter as many more to score with
 * @param candidates of each search
 * @param threads candidates at once, one after another
 * @param repetitions of each pair of searches
 * @param manyCandidates of the search whose memory is watched
 */
record ArbiterPlan(int images, int candidates, List<Integer> threads, int repetitions, int manyCandidates) {

    ArbiterPlan {
        threads = List.copyOf(threads);
    }

    static ArbiterPlan full() {
        return new ArbiterPlan(2000, 6, List.of(1, 2), 3, 500);
    }

    static ArbiterPlan quick() {
        return new ArbiterPlan(256, 2, List.of(1, 2), 1, 50);
    }
}

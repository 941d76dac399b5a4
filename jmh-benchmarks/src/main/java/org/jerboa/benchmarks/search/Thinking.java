package org.jerboa.benchmarks.search;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/** A search over six reals that has seen many trials: added by a user, at random, and finished. */
final class Thinking {

    static final int DIMENSIONS = 6;

    private static final String METRIC = "loss";

    private static final int COLLECTIONS = 3;

    private static final TestFunction BOWL = TestFunction.plain(
            "bowl",
            SearchSpace.of(IntStream.range(0, DIMENSIONS)
                    .mapToObj(i -> Parameter.real("x" + i, 0, 1))
                    .toList()),
            Thinking::loss);

    private final Searcher searcher;
    private final long bytes;
    private int trials;

    Thinking(Contender contender, int finished) {
        long before = used();
        this.searcher = contender
                .setting()
                .on(BOWL, Integer.MAX_VALUE / 2)
                .start(new SearchProblem(BOWL.space(), List.of(Objective.minimize(METRIC)), 1));
        while (trials < finished) {
            int trial = trials++;
            Configuration configuration = BOWL.space()
                    .sample(name -> RandomStreams.stream(7, trial, name).nextDouble());
            searcher.tell(new TrialEvent.Added(trial, configuration));
            finish(trial, configuration);
        }
        searcher.ask(new Searcher.Ask(trials, 0, 0));
        this.bytes = used() - before;
    }

    /** What it holds, with the configurations of the trials. */
    double bytes() {
        return bytes;
    }

    /** How long it takes to ask for a trial and to tell of its end, again and again. */
    double[] milliseconds(int repetitions) {
        double[] times = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            for (Decision decision : searcher.ask(new Searcher.Ask(trials, 1, 1))) {
                if (decision instanceof Decision.Start started) {
                    finish(trials++, started.configuration());
                }
            }
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        return times;
    }

    private void finish(int trial, Configuration configuration) {
        double loss = BOWL.loss(configuration);
        searcher.tell(new TrialEvent.EpochFinished(trial, 0, Map.of(METRIC, loss, "trainingLoss", loss)));
    }

    private static double loss(Configuration configuration) {
        double sum = 0;
        for (String name : configuration.names()) {
            sum += configuration.getDouble(name) * configuration.getDouble(name);
        }
        return sum;
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

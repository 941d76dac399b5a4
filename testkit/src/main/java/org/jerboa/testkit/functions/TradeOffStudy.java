package org.jerboa.testkit.functions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * A study whose trials do not train but have the losses of a {@link TradeOff}, from their first epoch on: of several slots the one
 * that began first ends first. For searches that start trials and train them. What comes of it depends on these settings alone.
 *
 * @param seed of the search
 * @param slots trials that are in training at a time
 */
public record TradeOffStudy(TradeOff function, long seed, int slots) {

    public TradeOffStudy {
        if (slots < 1) {
            throw new IllegalArgumentException("slots (" + slots + ") of a study must be at least 1; raise it");
        }
    }

    /**
     * Plays it to its end.
     *
     * @return the losses of each trial, by number; NaN for those that failed
     * @throws IllegalStateException if the search takes another decision than to start, train and complete trials
     */
    public List<double[]> run(SearchAlgorithm algorithm) {
        return new Play(algorithm.start(new SearchProblem(function.space(), function.objectives(), seed))).run();
    }

    private final class Play {

        private final Searcher searcher;
        private final List<double[]> losses = new ArrayList<>();
        private final Map<Integer, Integer> epochs = new HashMap<>();
        private final Deque<Integer> training = new ArrayDeque<>();

        Play(Searcher searcher) {
            this.searcher = searcher;
        }

        List<double[]> run() {
            ask();
            while (!training.isEmpty()) {
                finishEpoch(training.remove());
                ask();
            }
            return Collections.unmodifiableList(losses);
        }

        private void ask() {
            int wanted = Math.max(0, slots - training.size());
            for (Decision decision : searcher.ask(new Searcher.Ask(losses.size(), wanted))) {
                if (decision instanceof Decision.Start start) {
                    begin(start.configuration());
                } else if (decision instanceof Decision.Train train) {
                    training.add(train.trial());
                } else if (!(decision instanceof Decision.Complete)) {
                    throw new IllegalStateException(decision + " has no place in a study of whole trials");
                }
            }
        }

        private void begin(Configuration configuration) {
            training.add(losses.size());
            losses.add(function.losses().apply(configuration));
        }

        private void finishEpoch(int trial) {
            double[] values = losses.get(trial);
            Map<String, Double> metrics = new HashMap<>();
            for (int i = 0; i < values.length; i++) {
                metrics.put(function.metrics().get(i), values[i]);
            }
            int epoch = epochs.merge(trial, 1, Integer::sum) - 1;
            searcher.tell(new TrialEvent.EpochFinished(trial, epoch, metrics));
            if (Arrays.stream(values).anyMatch(Double::isNaN)) {
                searcher.tell(new TrialEvent.Failed(trial, true));
            }
        }
    }
}

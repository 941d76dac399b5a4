package org.jerboa.testkit.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/**
 * Successive halving as it should be, or with one flaw: nine random trials; after each of three epochs the better third of
 * those that are left goes on. A rung is judged when no trial of it is in training any more.
 */
public record FlawedHalving(Flaw flaw) implements SearchAlgorithm {

    private static final int TRIALS = 9;
    private static final int EPOCHS = 3;

    /** What is wrong with it. */
    enum Flaw {
        NONE,
        STEPS_OUT_OF_THE_SPACE,
        SHARES_A_RANDOM_STREAM,
        DEPENDS_ON_THE_JVM,
        IGNORES_THE_SEED,
        WAITS_FOR_THE_FAILED,
        TRAINS_THE_FINISHED,
        TRAINS_THE_FAILED,
        TRAINS_THE_UNKNOWN,
        TRAINS_TWICE,
        IGNORES_THE_DIRECTION,
        IGNORES_THE_ADDED,
        COUNTS_TRIALS_ITSELF,
        NEVER_ENDS,
        DEPENDS_ON_THE_THREAD,
        CLONES_THE_UNTRAINED,
        DESCRIBES_ITS_ADDRESS,
        KEEPS_THE_QUESTIONS,
        COPIES_ITS_TRIALS_FOR_EACH
    }

    private static final AtomicLong SHARED = new AtomicLong();
    private static final long OF_THIS_JVM = ProcessHandle.current().pid();
    private static final ThreadLocal<Map<Integer, Double>> OF_THIS_THREAD = ThreadLocal.withInitial(HashMap::new);

    @Override
    public Searcher start(SearchProblem problem) {
        return new Halver(flaw, problem);
    }

    @Override
    public String describe() {
        return flaw == Flaw.DESCRIBES_ITS_ADDRESS ? "halving " + new Object() : "halving(trials=" + TRIALS + ")";
    }

    private static final class Halver implements Searcher {

        private final Flaw flaw;
        private final SearchProblem problem;
        private final Map<Integer, Integer> epochs = new LinkedHashMap<>();
        private final Map<Integer, Double> values = new LinkedHashMap<>();
        private final List<Integer> training = new ArrayList<>();
        private final List<Object> kept = new ArrayList<>();
        private boolean begun;
        private int failed = -1;

        Halver(Flaw flaw, SearchProblem problem) {
            this.flaw = flaw;
            this.problem = problem;
        }

        @Override
        public List<Decision> ask(Ask ask) {
            List<Decision> answer = new ArrayList<>();
            if (flaw == Flaw.KEEPS_THE_QUESTIONS) {
                kept.add(ask);
            }
            if (!begun) {
                begun = true;
                begin(ask.nextTrial(), answer);
                return answer;
            }
            if (flaw == Flaw.NEVER_ENDS && training.isEmpty()) {
                begin(ask.nextTrial(), answer);
            }
            if (training.isEmpty()) {
                judge(answer);
            }
            if (flaw == Flaw.TRAINS_THE_FAILED && failed >= 0) {
                answer.add(new Decision.Train(failed));
                failed = -1;
            }
            return answer;
        }

        private void begin(int first, List<Decision> answer) {
            if (flaw == Flaw.CLONES_THE_UNTRAINED) {
                answer.add(new Decision.Start(draw(first)));
                answer.add(new Decision.Clone(first, draw(first)));
                return;
            }
            for (int i = 0; i < TRIALS; i++) {
                int trial = flaw == Flaw.COUNTS_TRIALS_ITSELF ? i + 1 : first + i;
                answer.add(new Decision.Start(draw(first + i)));
                epochs.put(trial, 0);
                training.add(trial);
            }
        }

        private Configuration draw(int trial) {
            if (flaw == Flaw.STEPS_OUT_OF_THE_SPACE && trial == 5) {
                return Configuration.of(Map.of("nothing", 1));
            }
            long seed = switch (flaw) {
                case SHARES_A_RANDOM_STREAM -> SHARED.incrementAndGet();
                case DEPENDS_ON_THE_JVM -> OF_THIS_JVM;
                case IGNORES_THE_SEED -> 1;
                default -> problem.seed();
            };
            return problem.space()
                    .sample(name ->
                            RandomStreams.stream(seed, "halving", trial, name).nextDouble());
        }

        /** The better third of the rung goes on, one at least. */
        private void judge(List<Decision> answer) {
            Objective objective = problem.primary();
            Map<Integer, Double> results = flaw == Flaw.DEPENDS_ON_THE_THREAD ? OF_THIS_THREAD.get() : values;
            List<Integer> ranked = new ArrayList<>(results.keySet());
            ranked.sort((left, right) -> flaw == Flaw.IGNORES_THE_DIRECTION
                    ? Double.compare(results.get(left), results.get(right))
                    : objective.direction().compare(results.get(left), results.get(right)));
            int places = Math.max(1, (ranked.size() + 2) / 3);
            for (int trial : ranked) {
                if (epochs.get(trial) == EPOCHS) {
                    answer.add(new Decision.Complete(trial));
                    if (flaw == Flaw.TRAINS_THE_FINISHED) {
                        answer.add(new Decision.Train(trial));
                    }
                } else if (places > 0) {
                    places--;
                    training.add(trial);
                    answer.add(new Decision.Train(flaw == Flaw.TRAINS_THE_UNKNOWN ? trial + 1000 : trial));
                    if (flaw == Flaw.TRAINS_TWICE) {
                        answer.add(new Decision.Train(trial));
                    }
                } else {
                    answer.add(new Decision.Stop(trial));
                }
            }
            results.clear();
        }

        @Override
        public void tell(TrialEvent event) {
            Integer trial = event.trial();
            if (event instanceof TrialEvent.EpochFinished finished && epochs.containsKey(trial)) {
                double value = problem.primary().value(finished.metrics());
                epochs.put(trial, finished.epoch() + 1);
                (flaw == Flaw.DEPENDS_ON_THE_THREAD ? OF_THIS_THREAD.get() : values).put(trial, value);
                training.remove(trial);
            } else if (event instanceof TrialEvent.Failed || event instanceof TrialEvent.Ended) {
                failed = trial;
                if (flaw != Flaw.WAITS_FOR_THE_FAILED) {
                    training.remove(trial);
                    values.remove(trial);
                }
            } else if (event instanceof TrialEvent.Added && flaw != Flaw.IGNORES_THE_ADDED) {
                epochs.put(trial, 0);
                training.add(trial);
                if (flaw == Flaw.COPIES_ITS_TRIALS_FOR_EACH) {
                    kept.add(epochs.keySet().stream()
                            .mapToLong(Integer::longValue)
                            .toArray());
                }
            }
        }
    }
}

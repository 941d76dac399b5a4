package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;

/** A searcher whose answers a test writes down. */
final class ScriptedSearcher implements Searcher {

    /** Everything it was told, in order. */
    final List<TrialEvent> told = new ArrayList<>();

    private final Script script;
    private final List<TrialEvent> news = new ArrayList<>();
    private boolean asked;

    /** What to answer. */
    @FunctionalInterface
    interface Script {

        /** @param news what it was told since the last question */
        List<Decision> answer(Ask ask, List<TrialEvent> news);
    }

    ScriptedSearcher(Script script) {
        this.script = script;
    }

    /** Starts trials and gives each so many epochs; added ones too. */
    static Supplier<Searcher> epochs(int trials, int epochs) {
        return () -> {
            boolean[] begun = new boolean[1];
            return new ScriptedSearcher((ask, news) -> {
                List<Decision> answer = new ArrayList<>();
                for (int i = 0; i < trials && !begun[0]; i++) {
                    answer.add(new Decision.Start(CoordinatorHarness.configuration(i / (double) trials)));
                }
                begun[0] = true;
                for (TrialEvent event : news) {
                    if (event instanceof TrialEvent.EpochFinished epoch && !endedSince(news, event.trial())) {
                        answer.add(
                                epoch.epoch() + 1 < epochs
                                        ? new Decision.Train(epoch.trial())
                                        : new Decision.Complete(epoch.trial()));
                    }
                }
                return answer;
            });
        };
    }

    private static boolean endedSince(List<TrialEvent> news, int trial) {
        return news.stream()
                .anyMatch(event -> event.trial() == trial
                        && (event instanceof TrialEvent.Failed || event instanceof TrialEvent.Ended));
    }

    /** Starts so many trials at the first question; then answers as the script does. */
    static ScriptedSearcher starting(int trials, Script then) {
        boolean[] begun = new boolean[1];
        return new ScriptedSearcher((ask, news) -> {
            List<Decision> answer = new ArrayList<>();
            for (int i = 0; i < trials && !begun[0]; i++) {
                answer.add(new Decision.Start(CoordinatorHarness.configuration(i / (double) trials)));
            }
            answer.addAll(begun[0] ? then.answer(ask, news) : List.of());
            begun[0] = true;
            return answer;
        });
    }

    @Override
    public List<Decision> ask(Ask ask) {
        asked = true;
        List<Decision> answer = script.answer(ask, List.copyOf(news));
        news.clear();
        return answer;
    }

    @Override
    public boolean actsInsideEpochs() {
        return true;
    }

    @Override
    public void tell(TrialEvent event) {
        if (!asked) {
            throw new IllegalStateException("told " + event + " before it was asked");
        }
        told.add(event);
        news.add(event);
    }
}

package org.jerboa.arbiter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A runner's listeners as one, in the order in which they were added. Listeners are spectators: what one of them throws is
 * logged, and neither the others nor the search notice. In Arbiter it ended the search, or failed the candidate.
 *
 * <p>Thread-safe; listeners are called on the thread that has something to say, as in Arbiter.
 */
final class StatusListeners implements StatusListener {

    private static final Logger log = LoggerFactory.getLogger(StatusListeners.class);

    private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();

    void add(StatusListener... more) {
        for (StatusListener listener : more) {
            if (!listeners.contains(listener)) {
                listeners.add(listener);
            }
        }
    }

    void remove(StatusListener... some) {
        listeners.removeAll(List.of(some));
    }

    void removeAll() {
        listeners.clear();
    }

    @Override
    public void onInitialization(IOptimizationRunner runner) {
        tell("onInitialization", listener -> listener.onInitialization(runner));
    }

    @Override
    public void onShutdown(IOptimizationRunner runner) {
        tell("onShutdown", listener -> listener.onShutdown(runner));
    }

    @Override
    public void onRunnerStatusChange(IOptimizationRunner runner) {
        tell("onRunnerStatusChange", listener -> listener.onRunnerStatusChange(runner));
    }

    @Override
    public void onCandidateStatusChange(
            @Nullable CandidateInfo info, @Nullable IOptimizationRunner runner, @Nullable OptimizationResult result) {
        tell("onCandidateStatusChange", listener -> listener.onCandidateStatusChange(info, runner, result));
    }

    @Override
    public void onCandidateIteration(CandidateInfo info, Object candidate, int iteration) {
        tell("onCandidateIteration", listener -> listener.onCandidateIteration(info, candidate, iteration));
    }

    private void tell(String event, Consumer<StatusListener> call) {
        for (StatusListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (Throwable e) { // an AssertionError, too, is the listener's own affair
                log.error(
                        "status listener {} threw in {}; the search goes on",
                        listener.getClass().getName(),
                        event,
                        e);
            }
        }
    }
}

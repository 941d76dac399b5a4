package org.jerboa.arbiter;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.evaluation.ModelEvaluator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.task.ComputationGraphTaskCreator;
import org.deeplearning4j.arbiter.task.MultiLayerNetworkTaskCreator;
import org.deeplearning4j.arbiter.task.TaskListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Networks trained by Jerboa, in the place of Arbiter's own two task creators. Those end each candidate with a garbage
 * collection and two seconds of sleep.
 *
 * @param restored read when a candidate begins
 */
record NetworkTasks<C>(
        NetworkKind<C, ?> kind,
        OptimizationConfiguration configuration,
        @Nullable ModelEvaluator evaluator,
        @Nullable TaskListener taskListener,
        NativeMemory memory,
        AdamBetas adamBetas,
        ToolThreads toolThreads,
        Set<ArbiterBehaviour> restored)
        implements Tasks {

    private static final Logger log = LoggerFactory.getLogger(NetworkTasks.class);

    /** Empty for a creator that is not exactly one of Arbiter's: what a subclass does otherwise is its own business. */
    static Optional<Tasks> inPlaceOf(
            TaskCreator creator,
            OptimizationConfiguration configuration,
            ToolThreads toolThreads,
            Set<ArbiterBehaviour> restored) {
        NetworkKind<?, ?> kind;
        TaskListener listener;
        if (creator.getClass() == MultiLayerNetworkTaskCreator.class) {
            kind = new SequentialKind();
            listener = ((MultiLayerNetworkTaskCreator) creator).getTaskListener();
        } else if (creator.getClass() == ComputationGraphTaskCreator.class) {
            kind = new GraphKind();
            listener = ((ComputationGraphTaskCreator) creator).getTaskListener();
        } else {
            return Optional.empty();
        }
        try {
            return Optional.of(new NetworkTasks<>(
                    kind,
                    configuration,
                    evaluator(creator),
                    listener,
                    new NativeMemory(),
                    new AdamBetas(),
                    toolThreads,
                    restored));
        } catch (ReflectiveOperationException e) {
            log.warn("the evaluator of {} cannot be read, so its own tasks run, with their sleeps", creator, e);
            return Optional.empty();
        }
    }

    /** A creator is told its evaluator, and tells it nobody. */
    private static @Nullable ModelEvaluator evaluator(TaskCreator creator) throws ReflectiveOperationException {
        return (ModelEvaluator) Internals.read(creator.getClass(), "modelEvaluator", creator);
    }

    @Override
    public Callable<OptimizationResult> create(Candidate<?> candidate, Attempt attempt) {
        return new NetworkTask<>(this, kind, candidate, attempt);
    }

    @Override
    public String describe() {
        return "networks are trained one candidate a thread, without Arbiter's sleeps";
    }
}

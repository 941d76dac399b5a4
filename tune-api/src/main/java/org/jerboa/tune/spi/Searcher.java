package org.jerboa.tune.spi;

import java.util.List;
import java.util.OptionalLong;

/**
 * One study's search: the per-epoch scheduling template of the Cerebro papers. The executor tells it what happens
 * and asks it what to do next: which trials to start, to train for one more epoch, to clone, to pause, to complete
 * or to stop.
 *
 * <p>The protocol: the study begins with {@link #ask}; thereafter every {@link #tell} is followed by an ask, and so is
 * a worker's joining. No epoch
 * barrier is forced on anybody: an answer may be empty ("nothing now"), and an algorithm that waits for all trials of
 * a rung simply answers so until the last one reports. If no trial is training
 * after an answer, the study ends.
 *
 * <p>A searcher never blocks, never reads a clock and owns its random streams: the same calls in the same order get
 * the same answers, in this JVM or another. This is what makes a study replayable. It is called by one thread at a
 * time.
 */
public interface Searcher {

    /**
     * Decisions to carry out now, in their order. Trials started or cloned by the answer are numbered from
     * {@link Ask#nextTrial()} upwards in the order of the list.
     */
    List<Decision> ask(Ask ask);

    /** Takes notice of what happened. */
    void tell(TrialEvent event);

    /**
     * Whether it acts inside epochs. Only then is it told of every unit, and asked after each; otherwise it hears of
     * whole epochs. The same for all its life.
     */
    default boolean actsInsideEpochs() {
        return false;
    }

    /**
     * How many epochs of training all its trials together will have had in the end, as far as can be told now; for
     * progress displays only. Empty if there is no telling.
     */
    default OptionalLong plannedEpochs() {
        return OptionalLong.empty();
    }

    /**
     * A question to a searcher.
     *
     * @param nextTrial number that the first trial started by the answer gets
     * @param wanted how many more trials in training the workers could use now; algorithms that start trials one
     *     after another start up to so many, those that emit all at once ignore it
     * @param allowed the most trials that the answer may start or clone: what the study's limit leaves
     */
    record Ask(int nextTrial, int wanted, int allowed) {

        /** Without a limit of trials. */
        public Ask(int nextTrial, int wanted) {
            this(nextTrial, wanted, Integer.MAX_VALUE);
        }

        public Ask {
            if (nextTrial < 0 || wanted < 0 || allowed < 0) {
                throw new IllegalArgumentException("nextTrial (" + nextTrial + "), wanted (" + wanted
                        + ") and allowed (" + allowed + ") must not be negative");
            }
        }
    }
}

package org.jerboa.tune.study;

import java.util.List;
import org.jerboa.tune.space.Configuration;

/**
 * A trial that was trained again from its study's journal; see {@link Study#replay}.
 *
 * @param trial number of the trial in its study
 * @param model the model after the last of the epochs that were replayed; closed by the caller
 * @param epochs what came of each epoch this time; {@code trainingSeconds} is of this time too
 * @param differences in what this time differs from what is recorded, one thing each, for people: the training loss of a
 *     unit, a validation metric of an epoch, the bytes of a stored checkpoint. Empty if all is the same
 * @param <M> the tool's model
 */
public record Replay<M>(
        int trial, Configuration configuration, M model, List<EpochResult> epochs, List<String> differences) {

    public Replay {
        epochs = List.copyOf(epochs);
        differences = List.copyOf(differences);
    }

    /** Whether all that is recorded came out the same, bit for bit. */
    public boolean isSame() {
        return differences.isEmpty();
    }
}

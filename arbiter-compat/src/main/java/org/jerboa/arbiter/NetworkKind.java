package org.jerboa.arbiter;

import java.io.Serializable;
import java.util.stream.Stream;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * What differs between sequential networks and graphs.
 *
 * @param <C> a candidate's value: Arbiter's name for a network's configuration with how long it is trained
 * @param <N> the network
 */
interface NetworkKind<C, N extends Model> extends Serializable {

    Class<C> valueType();

    /** A network with its first parameters. */
    N create(C value);

    int epochs(C value);

    Stream<Layer> layers(C value);

    @Nullable
    EarlyStoppingConfiguration<N> earlyStopping(C value);

    void addListener(N network, TrainingListener listener);

    /** Trains for one epoch after another. */
    void fit(N network, Object data, int epochs);

    EarlyStoppingResult<N> fit(N network, Object data, EarlyStoppingConfiguration<N> untilThen);
}

package org.jerboa.arbiter;

import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arbiter's spaces of the Adam family take the default learning rate, 0.001, for whatever is not set: both betas and
 * epsilon. A beta of 0.001 keeps no moment at all, so what was searched was another optimiser. It is taken for unset, and
 * so is an epsilon of 0.001 beside it; alone it may be meant.
 *
 * <p>Thread-safe.
 */
final class AdamBetas implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Logger log = LoggerFactory.getLogger(AdamBetas.class);
    private static final double UNSET = 0.001;

    private final AtomicBoolean announced = new AtomicBoolean();

    /** Gives the updaters of these layers the tool's defaults for what is unset. */
    void correct(Stream<Layer> layers) {
        if (layers.mapToInt(AdamBetas::corrected).sum() > 0 && announced.compareAndSet(false, true)) {
            log.warn("Adam, Nadam and AdaMax get Deeplearning4j's default betas and epsilon where the space sets none;"
                    + " Arbiter gave them 0.001. restore(ArbiterBehaviour.ADAM_BETAS) brings that back");
        }
    }

    private static int corrected(Layer layer) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return corrected(wrapper.getUnderlying());
        }
        if (layer instanceof Bidirectional both) {
            return corrected(both.getFwd()) + corrected(both.getBwd());
        }
        return layer instanceof BaseLayer base
                ? (int) Stream.of(base.getIUpdater(), base.getBiasUpdater())
                        .filter(Objects::nonNull)
                        .filter(AdamBetas::corrected)
                        .count()
                : 0;
    }

    private static boolean corrected(IUpdater updater) {
        if (updater instanceof Adam adam && isUnset(adam.getBeta1(), adam.getBeta2())) {
            adam.setEpsilon(or(adam.getEpsilon(), Adam.DEFAULT_ADAM_EPSILON));
            adam.setBeta1(or(adam.getBeta1(), Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY));
            adam.setBeta2(or(adam.getBeta2(), Adam.DEFAULT_ADAM_BETA2_VAR_DECAY));
            return true;
        }
        if (updater instanceof Nadam nadam && isUnset(nadam.getBeta1(), nadam.getBeta2())) {
            nadam.setEpsilon(or(nadam.getEpsilon(), Nadam.DEFAULT_NADAM_EPSILON));
            nadam.setBeta1(or(nadam.getBeta1(), Nadam.DEFAULT_NADAM_BETA1_MEAN_DECAY));
            nadam.setBeta2(or(nadam.getBeta2(), Nadam.DEFAULT_NADAM_BETA2_VAR_DECAY));
            return true;
        }
        if (updater instanceof AdaMax adaMax && isUnset(adaMax.getBeta1(), adaMax.getBeta2())) {
            adaMax.setEpsilon(or(adaMax.getEpsilon(), AdaMax.DEFAULT_ADAMAX_EPSILON));
            adaMax.setBeta1(or(adaMax.getBeta1(), AdaMax.DEFAULT_ADAMAX_BETA1_MEAN_DECAY));
            adaMax.setBeta2(or(adaMax.getBeta2(), AdaMax.DEFAULT_ADAMAX_BETA2_VAR_DECAY));
            return true;
        }
        return false;
    }

    private static boolean isUnset(double beta1, double beta2) {
        return beta1 == UNSET || beta2 == UNSET;
    }

    private static double or(double value, double otherwise) {
        return value == UNSET ? otherwise : value;
    }
}

package org.jerboa.dl4j;

import java.util.List;
import java.util.Locale;
import org.jerboa.tune.space.Configuration;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Updaters by name, so that the choice of one can be a hyperparameter: {@code sgd}, {@code nesterovs}, {@code adam},
 * {@code adamax}, {@code amsgrad}, {@code nadam}, {@code rmsprop}, {@code adagrad} and {@code adadelta}, in upper or
 * lower case.
 */
public final class Updaters {

    /** The names that {@link #named} knows. */
    public static final List<String> NAMES =
            List.of("sgd", "nesterovs", "adam", "adamax", "amsgrad", "nadam", "rmsprop", "adagrad", "adadelta");

    private Updaters() {}

    /**
     * The updater of a configuration: hyperparameters {@code updater} ({@code adam} if there is none), {@code
     * learningRate} (the tool's default for that updater if there is none) and {@code momentum} (likewise). The
     * last two may be missing, as conditional hyperparameters are.
     *
     * @throws IllegalArgumentException if the updater is unknown
     */
    public static IUpdater of(Configuration configuration) {
        String name = configuration.has("updater") ? configuration.getString("updater") : "adam";
        double learningRate = configuration.has("learningRate") ? configuration.getDouble("learningRate") : Double.NaN;
        double momentum = configuration.has("momentum") ? configuration.getDouble("momentum") : Double.NaN;
        return named(name, learningRate, momentum);
    }

    /**
     * The updater of that name, with the tool's defaults for everything else.
     *
     * @param learningRate NaN for the tool's default; not used by {@code adadelta}, which has none
     * @param momentum used by {@code nesterovs}, and as the decay of the first moment by {@code adam}, {@code adamax},
     *     {@code amsgrad} and {@code nadam}, and of the squared gradient by {@code rmsprop}; NaN for the tool's default
     * @throws IllegalArgumentException if the name is unknown
     */
    public static IUpdater named(String name, double learningRate, double momentum) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sgd" -> new Sgd(or(learningRate, Sgd.DEFAULT_SGD_LR));
            case "nesterovs" ->
                new Nesterovs(
                        or(learningRate, Nesterovs.DEFAULT_NESTEROV_LEARNING_RATE),
                        or(momentum, Nesterovs.DEFAULT_NESTEROV_MOMENTUM));
            case "adam" ->
                Adam.builder()
                        .learningRate(or(learningRate, Adam.DEFAULT_ADAM_LEARNING_RATE))
                        .beta1(or(momentum, Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY))
                        .build();
            case "adamax" ->
                new AdaMax(
                        or(learningRate, AdaMax.DEFAULT_ADAMAX_LEARNING_RATE),
                        or(momentum, AdaMax.DEFAULT_ADAMAX_BETA1_MEAN_DECAY),
                        AdaMax.DEFAULT_ADAMAX_BETA2_VAR_DECAY,
                        AdaMax.DEFAULT_ADAMAX_EPSILON);
            case "amsgrad" ->
                AMSGrad.builder()
                        .learningRate(or(learningRate, AMSGrad.DEFAULT_AMSGRAD_LEARNING_RATE))
                        .beta1(or(momentum, AMSGrad.DEFAULT_AMSGRAD_BETA1_MEAN_DECAY))
                        .build();
            case "nadam" ->
                Nadam.builder()
                        .learningRate(or(learningRate, Nadam.DEFAULT_NADAM_LEARNING_RATE))
                        .beta1(or(momentum, Nadam.DEFAULT_NADAM_BETA1_MEAN_DECAY))
                        .build();
            case "rmsprop" ->
                RmsProp.builder()
                        .learningRate(or(learningRate, RmsProp.DEFAULT_RMSPROP_LEARNING_RATE))
                        .rmsDecay(or(momentum, RmsProp.DEFAULT_RMSPROP_RMSDECAY))
                        .build();
            case "adagrad" -> new AdaGrad(or(learningRate, AdaGrad.DEFAULT_ADAGRAD_LEARNING_RATE));
            case "adadelta" -> new AdaDelta();
            case "adabelief" -> throw adaBelief();
            default -> throw new IllegalArgumentException("unknown updater '" + name + "'; use one of " + NAMES);
        };
    }

    static IllegalArgumentException adaBelief() {
        return new IllegalArgumentException(
                "updater 'adabelief' fails as soon as this Deeplearning4j creates its state;" + " use one of " + NAMES);
    }

    private static double or(double value, double otherwise) {
        return Double.isNaN(value) ? otherwise : value;
    }
}

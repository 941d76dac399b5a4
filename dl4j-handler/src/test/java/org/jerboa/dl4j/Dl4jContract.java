package org.jerboa.dl4j;

import static org.jerboa.dl4j.TestUnits.configuration;

import java.util.List;
import org.jerboa.testkit.contract.ModelHandlerContract;
import org.jerboa.tune.space.Configuration;

/** The contract over all updaters' kinds of state: none, one or two moments, three, and sums. */
abstract class Dl4jContract<M> extends ModelHandlerContract<M> {

    @Override
    protected List<Configuration> configurations() {
        return List.of(
                configuration("updater", "adam", "learningRate", 0.02, "batchSize", 8),
                configuration("updater", "sgd", "learningRate", 0.1, "batchSize", 7),
                configuration("updater", "nesterovs", "learningRate", 0.05, "momentum", 0.8, "batchSize", 9),
                configuration("updater", "amsgrad", "learningRate", 0.02, "batchSize", 8, "units", 40),
                configuration("updater", "rmsprop", "learningRate", 0.01, "batchSize", 10),
                configuration("updater", "adadelta", "batchSize", 8));
    }

    @Override
    protected List<String> childOptions() {
        return List.of(
                "-Xmx256m", "-Dorg.nd4j.log.initialization=false", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    }
}

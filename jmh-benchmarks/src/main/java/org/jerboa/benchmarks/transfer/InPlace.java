package org.jerboa.benchmarks.transfer;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fine-tuning as the tool itself does it: every model has the frozen layers in it, and is trained from the images. */
record InPlace(ComputationGraph pretrained) {

    Study<ComputationGraph> study(SearchSpace space) {
        return Study.of(space, Dl4j.graph(this::describe).startingFrom(this::copy));
    }

    private ComputationGraphConfiguration describe(Configuration configuration) {
        return new TransferLearning.GraphBuilder(pretrained)
                .fineTuneConfiguration(FineTuneConfiguration.builder()
                        .updater(Updaters.of(configuration))
                        .build())
                .setFeatureExtractor(configuration.getString("freezeUpTo"))
                .build()
                .getConfiguration();
    }

    private void copy(ComputationGraph model) {
        Map<String, INDArray> own = model.paramTable();
        pretrained
                .paramTable()
                .forEach((name, values) ->
                        Objects.requireNonNull(own.get(name), name).assign(values));
    }
}

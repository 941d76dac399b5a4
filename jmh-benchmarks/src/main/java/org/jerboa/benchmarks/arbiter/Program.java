package org.jerboa.benchmarks.arbiter;

import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.NesterovsSpace;
import org.deeplearning4j.arbiter.layers.ConvolutionLayerSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.layers.SubsamplingLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.benchmarks.SyntheticImages;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Programs in the manner of Arbiter's public examples, a random search each. */
enum Program {
    /** One hidden layer, two epochs: Arbiter's first example. */
    BASIC {
        @Override
        MultiLayerSpace space(int images) {
            IntegerParameterSpace units = new IntegerParameterSpace(16, 256);
            return networks()
                    .addLayer(new DenseLayerSpace.Builder()
                            .nIn(Minibatches.PIXELS)
                            .nOut(units)
                            .activation(Activation.LEAKYRELU)
                            .build())
                    .addLayer(output().nIn(units).build())
                    .numEpochs(2)
                    .build();
        }
    },

    /** Two convolutions of a searched width; training is stopped early, after three epochs at most. */
    CONVOLUTIONAL {
        @Override
        MultiLayerSpace space(int images) {
            var stopping = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                    .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                    .scoreCalculator(new DataSetLossCalculator(new Minibatches(images / 4), true))
                    .modelSaver(new InMemoryModelSaver<>())
                    .build();
            return networks()
                    .addLayer(new ConvolutionLayerSpace.Builder()
                            .kernelSize(5, 5)
                            .stride(2, 2)
                            .nOut(new IntegerParameterSpace(4, 16))
                            .activation(Activation.RELU)
                            .build())
                    .addLayer(new SubsamplingLayerSpace.Builder()
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .build())
                    .addLayer(new DenseLayerSpace.Builder()
                            .nOut(64)
                            .activation(Activation.RELU)
                            .build())
                    .addLayer(output().build())
                    .setInputType(InputType.convolutionalFlat(SyntheticImages.SIDE, SyntheticImages.SIDE, 1))
                    .earlyStoppingConfiguration(stopping)
                    .build();
        }
    };

    abstract MultiLayerSpace space(int images);

    /** Made anew for each search, as generators write into spaces. */
    OptimizationConfiguration configuration(int images, int candidates) {
        return new OptimizationConfiguration.Builder()
                .candidateGenerator(new RandomSearchGenerator(space(images)))
                .dataSource(ImageSource.class, ImageSource.properties(images))
                .scoreFunction(new TestSetLossScoreFunction())
                .terminationConditions(new MaxCandidatesCondition(candidates))
                .rngSeed(17)
                .build();
    }

    private static MultiLayerSpace.Builder networks() {
        return new MultiLayerSpace.Builder()
                .seed(17)
                .updater(new NesterovsSpace(new ContinuousParameterSpace(0.001, 0.05)));
    }

    private static OutputLayerSpace.Builder output() {
        return new OutputLayerSpace.Builder()
                .nOut(SyntheticImages.CLASSES)
                .activation(Activation.SOFTMAX)
                .lossFunction(LossFunction.MCXENT);
    }
}

package org.jerboa.arbiter;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.ComputationGraphSpace;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.layers.ConvolutionLayerSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.layers.SubsamplingLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.saver.local.FileModelSaver;
import org.deeplearning4j.arbiter.scoring.impl.EvaluationScoreFunction;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.arbiter.task.ComputationGraphTaskCreator;
import org.deeplearning4j.arbiter.task.MultiLayerNetworkTaskCreator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Programs in the manner of Deeplearning4j's public examples for Arbiter (deeplearning4j-examples, {@code arbiter-examples},
 * 1.0.0-beta7), on small data and with seeds. What is handed in is the constructor of the runner, the one name that
 * differs.
 */
final class ExamplePrograms {

    private ExamplePrograms() {}

    /** {@code LocalOptimizationRunner::new} or {@code JerboaOptimizationRunner::new}. */
    interface RunnerConstructor {
        IOptimizationRunner create(OptimizationConfiguration configuration, TaskCreator taskCreator);
    }

    /** As {@code BasicHyperparameterOptimizationExample}. */
    static IOptimizationRunner basic(RunnerConstructor constructor, Path folder) {
        ParameterSpace<Double> learningRate = new ContinuousParameterSpace(0.01, 0.5);
        ParameterSpace<Integer> layerSize = new IntegerParameterSpace(4, 32);
        MultiLayerSpace space = new MultiLayerSpace.Builder()
                .seed(123)
                .weightInit(WeightInit.XAVIER)
                .l2(0.0001)
                .updater(new SgdSpace(learningRate))
                .addLayer(new DenseLayerSpace.Builder()
                        .nIn(Images.SIDE * Images.SIDE)
                        .activation(Activation.LEAKYRELU)
                        .nOut(layerSize)
                        .build())
                .addLayer(new OutputLayerSpace.Builder()
                        .nIn(layerSize)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .lossFunction(LossFunctions.LossFunction.MCXENT)
                        .build())
                .numEpochs(2)
                .build();
        CandidateGenerator candidateGenerator = new RandomSearchGenerator(space, null);

        Class<? extends DataSource> dataSource = Images.class;
        Properties dataSourceProperties = new Properties();
        dataSourceProperties.setProperty("batchSize", "8");
        ResultSaver modelSaver = new FileModelSaver(folder.toString());
        ScoreFunction scoreFunction = new EvaluationScoreFunction(Evaluation.Metric.ACCURACY);
        TerminationCondition[] terminationConditions = {
            new MaxTimeCondition(15, TimeUnit.MINUTES), new MaxCandidatesCondition(3)
        };
        OptimizationConfiguration configuration = new OptimizationConfiguration.Builder()
                .candidateGenerator(candidateGenerator)
                .dataSource(dataSource, dataSourceProperties)
                .modelSaver(modelSaver)
                .scoreFunction(scoreFunction)
                .terminationConditions(terminationConditions)
                .rngSeed(7)
                .build();

        IOptimizationRunner runner = constructor.create(configuration, new MultiLayerNetworkTaskCreator());
        runner.execute();
        return runner;
    }

    /** A convolutional network, whose training ends when a score on other data gets no better. */
    static IOptimizationRunner earlyStopping(RunnerConstructor constructor) {
        EarlyStoppingConfiguration<MultiLayerNetwork> earlyStopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(
                        new MaxEpochsTerminationCondition(4), new ScoreImprovementEpochTerminationCondition(1))
                .scoreCalculator(new DataSetLossCalculator(Images.iterator(16, 3), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        MultiLayerSpace space = new MultiLayerSpace.Builder()
                .seed(123)
                .activation(Activation.RELU)
                .updater(new SgdSpace(new ContinuousParameterSpace(0.05, 0.5)))
                .addLayer(new ConvolutionLayerSpace.Builder()
                        .kernelSize(3, 3)
                        .stride(1, 1)
                        .nOut(new IntegerParameterSpace(2, 6))
                        .build())
                .addLayer(new SubsamplingLayerSpace.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .addLayer(new OutputLayerSpace.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .lossFunction(LossFunctions.LossFunction.MCXENT)
                        .build())
                .setInputType(InputType.convolutionalFlat(Images.SIDE, Images.SIDE, 1))
                .earlyStoppingConfiguration(earlyStopping)
                .build();
        OptimizationConfiguration configuration = new OptimizationConfiguration.Builder()
                .candidateGenerator(new RandomSearchGenerator(space))
                .dataSource(Images.class, null)
                .modelSaver(new InMemoryResultSaver())
                .scoreFunction(new TestSetLossScoreFunction(true))
                .terminationConditions(new MaxCandidatesCondition(3))
                .rngSeed(7)
                .build();
        IOptimizationRunner runner = constructor.create(configuration, new MultiLayerNetworkTaskCreator());
        runner.execute();
        return runner;
    }

    /** As {@code GeneticSearchExample}, over graphs. */
    static IOptimizationRunner genetic(RunnerConstructor constructor) {
        IntegerParameterSpace units = new IntegerParameterSpace(4, 32);
        ComputationGraphSpace space = new ComputationGraphSpace.Builder()
                .seed(123)
                .updater(new SgdSpace(new ContinuousParameterSpace(0.01, 0.5)))
                .addInputs("image")
                .addLayer(
                        "hidden",
                        new DenseLayerSpace.Builder()
                                .nIn(Images.SIDE * Images.SIDE)
                                .nOut(units)
                                .activation(new DiscreteParameterSpace<>(List.of(Activation.RELU, Activation.TANH)))
                                .build(),
                        "image")
                .addLayer(
                        "class",
                        new OutputLayerSpace.Builder()
                                .nIn(units)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .lossFunction(LossFunctions.LossFunction.MCXENT)
                                .build(),
                        "hidden")
                .setOutputs("class")
                .numEpochs(2)
                .build();
        ScoreFunction scoreFunction = new EvaluationScoreFunction(Evaluation.Metric.F1);
        CandidateGenerator candidateGenerator = new GeneticSearchCandidateGenerator.Builder(space, scoreFunction)
                .populationModel(new PopulationModel.Builder().populationSize(6).build())
                .build();
        OptimizationConfiguration configuration = new OptimizationConfiguration.Builder()
                .candidateGenerator(candidateGenerator)
                .dataSource(Images.class, null)
                .modelSaver(new InMemoryResultSaver())
                .scoreFunction(scoreFunction)
                .terminationConditions(new MaxCandidatesCondition(12))
                .build();
        IOptimizationRunner runner = constructor.create(configuration, new ComputationGraphTaskCreator());
        runner.execute();
        return runner;
    }
}

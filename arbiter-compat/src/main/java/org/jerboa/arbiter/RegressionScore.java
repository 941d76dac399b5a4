package org.jerboa.arbiter;

import org.deeplearning4j.arbiter.scoring.RegressionValue;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Arbiter's {@code TestSetRegressionScoreFunction} on sequential networks, which casts the result of an evaluation to a class
 * that Deeplearning4j 1.0.0-M2.1 does not make any more. The sums are those of Arbiter's {@code ScoreUtil}: over columns,
 * but for the correlation the mean.
 */
@SuppressWarnings("deprecation") // programs still use it
final class RegressionScore {

    private RegressionScore() {}

    static double of(MultiLayerNetwork network, DataSetIterator data, RegressionValue value) {
        RegressionEvaluation evaluation = network.evaluateRegression(data);
        double sum = 0;
        for (int column = 0; column < evaluation.numColumns(); column++) {
            sum += switch (value) {
                case MSE -> evaluation.meanSquaredError(column);
                case MAE -> evaluation.meanAbsoluteError(column);
                case RMSE -> evaluation.rootMeanSquaredError(column);
                case RSE -> evaluation.relativeSquaredError(column);
                case CorrCoeff -> evaluation.pearsonCorrelation(column);
            };
        }
        return value == RegressionValue.CorrCoeff ? sum / evaluation.numColumns() : sum;
    }
}

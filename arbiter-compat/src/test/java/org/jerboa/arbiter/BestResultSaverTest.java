package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.scoring.impl.EvaluationScoreFunction;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation.Metric;

class BestResultSaverTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheBestModelsAndEveryResult(boolean minimize) throws IOException {
        ScoreFunction function =
                minimize ? new TestSetLossScoreFunction() : new EvaluationScoreFunction(Metric.ACCURACY);
        BestResultSaver saver = new BestResultSaver(2, function);
        List<ResultReference> references = new ArrayList<>();
        for (double score : new double[] {0.5, Double.NaN, 0.2, 0.9, 0.3, 0.7}) {
            int index = references.size();
            references.add(
                    saver.saveModel(new OptimizationResult(null, score, index, null, null, null), "model " + index));
        }
        for (int index = 0; index < references.size(); index++) {
            ResultReference reference = references.get(index);
            assertThat(reference.getResult().getIndex()).isEqualTo(index);
            if (minimize ? index == 2 || index == 4 : index == 3 || index == 5) {
                assertThat(reference.getResultModel()).isEqualTo("model " + index);
            } else {
                assertThatThrownBy(reference::getResultModel)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("the model of candidate " + index + " was not kept");
            }
        }
    }
}

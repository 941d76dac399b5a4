package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.dropout.AlphaDropoutSpace;
import org.deeplearning4j.arbiter.dropout.DropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianDropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianNoiseSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.math.MathOp;
import org.deeplearning4j.arbiter.optimize.parameter.math.Op;
import org.deeplearning4j.arbiter.optimize.parameter.math.PairMathOp;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArbiterJsonTest {

    static Stream<ParameterSpace<IDropout>> dropouts() {
        return Stream.of(
                new DropoutSpace(rate()),
                new GaussianDropoutSpace(rate()),
                new AlphaDropoutSpace(rate()),
                new GaussianNoiseSpace(rate()));
    }

    private static ParameterSpace<Double> rate() {
        return new ContinuousParameterSpace(0.2, 0.8);
    }

    /** Both spaces make the same networks of the same numbers. */
    @ParameterizedTest
    @MethodSource("dropouts")
    void whatIsWrittenComesBack(ParameterSpace<IDropout> dropout) {
        MultiLayerSpace space = new MultiLayerSpace.Builder()
                .seed(3)
                .updater(new SgdSpace(new PairMathOp<>(rate(), rate(), Op.MUL)))
                .addLayer(new DenseLayerSpace.Builder()
                        .nIn(4)
                        .nOut(new MathOp<>(new IntegerParameterSpace(2, 9), Op.MUL, 4))
                        .iDropOut(dropout)
                        .build())
                .addLayer(new OutputLayerSpace.Builder().nIn(4).nOut(2).build())
                .build();
        same(space, ArbiterJson.read(ArbiterJson.write(space), MultiLayerSpace.class));
        same(space, ArbiterJson.read(space.toJson(), MultiLayerSpace.class));
        same(space, ArbiterJson.readYaml(ArbiterJson.writeYaml(space), MultiLayerSpace.class));
    }

    private static void same(MultiLayerSpace space, MultiLayerSpace read) {
        FlatSpace flat = new FlatSpace(space);
        assertThat(new FlatSpace(read).parameters())
                .isEqualTo(flat.parameters())
                .hasSize(4);
        Random random = new Random(6);
        for (int i = 0; i < 5; i++) {
            double[] vector = random.doubles(4).toArray();
            assertThat(read.getValue(vector).getMultiLayerConfiguration())
                    .isEqualTo(space.getValue(vector).getMultiLayerConfiguration());
        }
    }

    @Test
    void refusesOtherTexts() {
        assertThatThrownBy(() -> ArbiterJson.read("[1, 2", MultiLayerSpace.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the text of a org.deeplearning4j.arbiter.MultiLayerSpace");
    }
}

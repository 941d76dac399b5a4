package org.jerboa.testkit.perceptron;

import java.util.Arrays;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/** One unit of training: minibatch SGD with momentum over one shard, in stored order. */
public final class PlainMlpTrainer {

    private final PlainMlp model;
    private final PlainMlpPass pass;
    private final double[] gradient;

    PlainMlpTrainer(PlainMlp model) {
        this.model = model;
        this.pass = new PlainMlpPass(model.shape(), model.settings().activation());
        this.gradient = new double[model.shape().parameters()];
    }

    TrainingSummary train(Examples shard, UnitContext unit) {
        // The random state follows both from what the model went through and from the unit: an executor that loses the
        // one or mistakes the other gets other weights.
        model.randomState(RandomStreams.mix(model.randomState() ^ unit.seed()));
        int batchSize = model.settings().batchSize();
        double loss = 0;
        long minibatches = 0;
        for (Examples minibatch : shard.minibatches(batchSize)) {
            unit.checkCancelled();
            loss += step(minibatch, unit.epoch());
            minibatches++;
        }
        return new TrainingSummary(shard.count(), minibatches, loss / shard.count());
    }

    private double step(Examples minibatch, int epoch) {
        Arrays.fill(gradient, 0);
        PlainMlpData data = PlainMlpData.of(minibatch, model.shape());
        double loss = 0;
        for (int i = 0; i < data.count(); i++) {
            drawMask();
            pass.forward(model.parameters(), data.features(), data.featuresAt(i));
            loss += data.loss(pass, i);
            pass.backward(model.parameters(), gradient);
        }
        descend(model.settings().learningRate(epoch, model.steps()), data.count());
        return loss;
    }

    private void drawMask() {
        double dropout = model.settings().dropout();
        if (dropout == 0) {
            return;
        }
        double[] mask = pass.mask();
        for (int i = 0; i < mask.length; i++) {
            mask[i] = model.nextUniform() < dropout ? 0 : 1 / (1 - dropout);
        }
    }

    private void descend(double learningRate, int examples) {
        double momentum = model.settings().momentum();
        double scale = learningRate / examples;
        double[] parameters = model.parameters();
        double[] velocity = model.velocity();
        for (int i = 0; i < parameters.length; i++) {
            velocity[i] = momentum * velocity[i] - scale * gradient[i];
            parameters[i] += velocity[i];
        }
        model.steps(model.steps() + 1);
    }
}

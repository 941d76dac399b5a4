package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a network will take, read off its description: no array is allocated.
 *
 * <p>The tool has a report of its own ({@code getMemoryReport}). It is not used, as it counts in {@code int} what an absurd
 * network has more of, knows nothing of some layers, and was short by up to a factor of 2.2 where this was by 1.8.
 *
 * @param <M> the kind of network
 */
final class Footprint<M extends Model> {

    private static final Logger LOG = LoggerFactory.getLogger(Footprint.class);

    private final Networks<M> networks;
    private final M network;
    private final Schema data;
    private final @Nullable InputSource source;
    private final Configuration configuration;
    private final boolean patches;

    /**
     * @param network built, not initialised
     * @param source of what it is given, if that is not the data's features
     * @param patches whether convolution lays out its input as patches, as it does without oneDNN
     */
    Footprint(
            Networks<M> networks,
            M network,
            Schema data,
            @Nullable InputSource source,
            Configuration configuration,
            boolean patches) {
        this.networks = networks;
        this.network = network;
        this.data = data;
        this.source = source;
        this.configuration = configuration;
        this.patches = patches;
    }

    /** @throws IllegalArgumentException if the data does not fit the network */
    ModelEstimate estimate(int batchSize) {
        long parameters = networks.parameterCount(network);
        double numbers = 2.0 * parameters + updaterState() + minibatch(batchSize);
        // the conversion stops at the greatest long
        return new ModelEstimate(parameters, batchSize, (long)
                (numbers * networks.dataType(network).width()));
    }

    private double updaterState() {
        return networks.described(network).stream()
                .mapToDouble(Footprint::updaterState)
                .sum();
    }

    /** If a layer has several updaters, as if the neediest were that of all its parameters. */
    private static double updaterState(Layer layer) {
        if (layer instanceof FrozenLayerWithBackprop) {
            return 0;
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return updaterState(wrapper.getUnderlying());
        }
        long parameters = layer.initializer().numParams(layer);
        return layer.initializer().paramKeys(layer).stream()
                .mapToDouble(name -> stateSize(layer.getUpdaterByParam(name), parameters))
                .max()
                .orElse(0);
    }

    private static double stateSize(@Nullable IUpdater updater, long parameters) {
        return updater == null ? 0 : updater.stateSize(parameters);
    }

    /** What depends on the number of examples, in training or evaluation, whichever needs more. */
    private double minibatch(int batchSize) {
        List<InputType> inputs = new ArrayList<>();
        double given = arrays(inputs);
        double training = given;
        double inference = given;
        try {
            List<LayerFlow> flows = networks.flows(network, inputs);
            training += 2 * flows.stream().mapToDouble(LayerFlow::out).sum();
            training += flows.stream()
                    .mapToDouble(flow -> flow.inTraining(patches))
                    .max()
                    .orElse(0);
            inference += flows.stream()
                    .mapToDouble(flow -> flow.inInference(patches))
                    .max()
                    .orElse(0);
        } catch (RuntimeException e) {
            // the tool trains some networks whose shapes it cannot tell beforehand
            LOG.debug("Activations are left out of an estimate", e);
        }
        return Math.max(batchSize * training, Evaluator.batchSize(data, source, batchSize) * inference);
    }

    /**
     * Numbers of one example in the arrays that a network is given.
     *
     * @param inputs to be filled with what the inputs look like
     */
    private double arrays(List<InputType> inputs) {
        double numbers = 0;
        if (source == null) {
            numbers += features(inputs);
        } else {
            inputs.addAll(source.types(configuration));
            numbers += inputs.stream()
                    .mapToDouble(InputType::arrayElementsPerExample)
                    .sum();
        }
        List<OutputPort> outs = networks.outputs(network);
        List<TensorSpec> targets = data.labels().isEmpty() ? data.features() : data.labels();
        List<TensorSpec> labels = Minibatches.assign("output", outs, OutputPort::name, targets, spec -> spec);
        for (int i = 0; i < outs.size(); i++) {
            numbers += TensorPlan.labels(labels.get(i), outs.get(i)).width();
        }
        return numbers;
    }

    private double features(List<InputType> inputs) {
        List<InputPort> ins = networks.inputs(network);
        List<TensorSpec> features = Minibatches.assign("input", ins, InputPort::name, data.features(), spec -> spec);
        double numbers = 0;
        for (int i = 0; i < ins.size(); i++) {
            TensorPlan plan = TensorPlan.features(features.get(i), ins.get(i));
            inputs.add(ins.get(i).layout().inputType(plan.shape()));
            numbers += plan.width();
        }
        return numbers;
    }
}

package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The minibatches of a shard for one network: its tensors assigned to inputs and outputs, and one set of off-heap arrays
 * that every minibatch is written to. For one thread, and freed by {@link #close}.
 */
final class Minibatches implements AutoCloseable {

    private final List<Column> all = new ArrayList<>();
    private final List<Column> features = new ArrayList<>();
    private final List<Column> labels = new ArrayList<>();
    private final List<@Nullable Column> featureMasks = new ArrayList<>();
    private final List<@Nullable Column> labelMasks = new ArrayList<>();
    private final int examples;
    private final int batchSize;

    /** In the place of {@link #features}. */
    private @Nullable InputReader computed;

    Minibatches(List<InputPort> inputs, List<OutputPort> outputs, Examples shard, int batchSize) {
        this(shard, batchSize);
        boolean done = false;
        try {
            List<Tensor> given = assign("input", inputs, InputPort::name, shard.features(), Tensor::spec);
            for (int i = 0; i < inputs.size(); i++) {
                Tensor tensor = given.get(i);
                features.add(column(tensor, TensorPlan.features(tensor.spec(), inputs.get(i))));
                featureMasks.add(shard.maskOf(tensor).map(this::mask).orElse(null));
            }
            // Without labels the network is an autoencoder: it learns its own features.
            addLabels(outputs, shard, shard.labels().isEmpty() ? shard.features() : shard.labels());
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private Minibatches(Examples shard, int batchSize) {
        this.examples = shard.count();
        this.batchSize = Math.min(batchSize, Math.max(1, examples));
    }

    /** Of the examples themselves, or of what a source makes of them. */
    static Minibatches of(
            List<InputPort> inputs,
            List<OutputPort> outputs,
            Examples shard,
            @Nullable InputSource source,
            Configuration configuration,
            int batchSize) {
        if (source == null) {
            return new Minibatches(inputs, outputs, shard, batchSize);
        }
        Minibatches minibatches = new Minibatches(shard, batchSize);
        boolean done = false;
        try {
            minibatches.addLabels(outputs, shard, shard.labels());
            List<String> names = inputs.stream().map(InputPort::name).toList();
            minibatches.computed = source.open(configuration, names, shard, minibatches.batchSize);
            done = true;
        } finally {
            if (!done) {
                minibatches.close();
            }
        }
        return minibatches;
    }

    private void addLabels(List<OutputPort> outputs, Examples shard, List<Tensor> targets) {
        List<Tensor> told = assign("output", outputs, OutputPort::name, targets, Tensor::spec);
        for (int i = 0; i < outputs.size(); i++) {
            Tensor tensor = told.get(i);
            labels.add(column(tensor, TensorPlan.labels(tensor.spec(), outputs.get(i))));
            labelMasks.add(
                    labelMask(shard, tensor, outputs.get(i)).map(this::mask).orElse(null));
        }
    }

    /**
     * A label's own mask; else, where every step is predicted, the mask of features of the same length: padding does
     * not count only because somebody left out a second copy of the mask.
     */
    private static Optional<Tensor> labelMask(Examples shard, Tensor label, OutputPort port) {
        Optional<Tensor> own = shard.maskOf(label);
        if (own.isPresent() || !port.layout().isSequence()) {
            return own;
        }
        int time = label.spec().shape().dimension(0);
        return shard.features().stream()
                .map(shard::maskOf)
                .flatMap(Optional::stream)
                .filter(mask -> mask.spec().shape().rank() == 1 && mask.spec().elements() == time)
                .findFirst();
    }

    private Column mask(Tensor mask) {
        return column(mask, TensorPlan.mask(mask.spec()));
    }

    private Column column(Tensor tensor, TensorPlan plan) {
        Column column = new Column(tensor, plan, batchSize);
        all.add(column);
        return column;
    }

    /** By name if every port finds a tensor of its name, else in order. */
    static <P, T> List<T> assign(
            String what, List<P> ports, Function<P, String> name, List<T> tensors, Function<T, TensorSpec> spec) {
        List<String> wanted = ports.stream().map(name).toList();
        Set<String> names = tensors.stream().map(t -> spec.apply(t).name()).collect(Collectors.toSet());
        if (names.containsAll(wanted)) {
            return wanted.stream()
                    .map(port -> tensors.stream()
                            .filter(t -> spec.apply(t).name().equals(port))
                            .findFirst()
                            .orElseThrow())
                    .toList();
        }
        if (tensors.size() != ports.size()) {
            throw new IllegalArgumentException("the network's " + what + "s are " + wanted + ", but the data has "
                    + tensors.stream().map(t -> spec.apply(t).name()).toList() + "; give one tensor for each " + what
                    + (ports.size() == 1 ? ", or describe a graph" : ""));
        }
        return tensors;
    }

    int examples() {
        return examples;
    }

    int batchSize() {
        return batchSize;
    }

    /** The minibatch that begins at the given example. */
    Minibatch load(int from) {
        int to = Math.min(examples, from + batchSize);
        return new Minibatch(
                computed == null ? arrays(features, from, to) : computed.read(from, to),
                arrays(labels, from, to),
                masks(featureMasks, from, to),
                masks(labelMasks, from, to),
                to - from);
    }

    private static INDArray[] arrays(List<Column> columns, int from, int to) {
        return columns.stream().map(column -> column.load(from, to)).toArray(INDArray[]::new);
    }

    private static INDArray @Nullable [] masks(List<@Nullable Column> columns, int from, int to) {
        INDArray[] masks = new INDArray[columns.size()];
        boolean any = false;
        for (int i = 0; i < masks.length; i++) {
            Column column = columns.get(i);
            if (column != null) {
                masks[i] = column.load(from, to);
                any = true;
            }
        }
        return any ? masks : null;
    }

    @Override
    public void close() {
        all.forEach(Column::close);
        all.clear();
        if (computed != null) {
            computed.close();
            computed = null;
        }
    }
}

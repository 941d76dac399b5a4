package org.jerboa.transfer.finetune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.dl4j.InputReader;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.transfer.graph.PartialForward;
import org.jerboa.transfer.materialise.OutputReader;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Loads and computes outputs of frozen layers for one shard. */
final class FrozenReader implements InputReader {

    private final Pretrained pretrained;
    private final Reuse reuse;
    private final List<String> wanted;
    private final Map<String, Tensor> stored = new LinkedHashMap<>();
    private final OutputReader reader;
    private final @Nullable GraphInputs raw;
    private final PartialForward forward;
    private final long workBefore;

    /** @param wanted what the trained part reads, in the order of its inputs */
    FrozenReader(
            Pretrained pretrained,
            Reuse reuse,
            List<String> wanted,
            List<String> images,
            Examples shard,
            int batchSize) {
        this.pretrained = pretrained;
        LayerGraph graph = pretrained.network().graph();
        this.reader = new OutputReader(graph);
        this.reuse = reuse;
        this.wanted = List.copyOf(wanted);
        boolean needsImages = false;
        for (String name : reuse.loads()) {
            if (graph.layer(name).isInput()) {
                needsImages = true;
            } else {
                stored.put(name, shard.tensor(FrozenInputs.tensor(name)));
            }
        }
        this.raw = needsImages
                ? GraphInputs.of(
                        pretrained.configuration(),
                        images.stream().map(shard::tensor).toList(),
                        batchSize)
                : null;
        this.forward = pretrained.borrow();
        this.workBefore = forward.multiplyAccumulates();
    }

    @Override
    public INDArray[] read(int from, int to) {
        Map<String, INDArray> given = new LinkedHashMap<>();
        if (raw != null) {
            Map<String, INDArray> images = raw.load(from, to);
            reuse.loads().stream()
                    .filter(images::containsKey)
                    .forEach(name -> given.put(name, Objects.requireNonNull(images.get(name))));
        }
        stored.forEach((name, tensor) -> given.put(name, reader.read(name, tensor, from, to)));
        Map<String, INDArray> outputs = reuse.computes().isEmpty() ? given : forward.compute(given, wanted);
        List<INDArray> inOrder = new ArrayList<>();
        wanted.forEach(name -> inOrder.add(Objects.requireNonNull(outputs.get(name), name)));
        return inOrder.toArray(INDArray[]::new);
    }

    @Override
    public void close() {
        reader.close();
        if (raw != null) {
            raw.close();
        }
        forward.close();
        pretrained.giveBack(forward, forward.multiplyAccumulates() - workBefore);
    }
}

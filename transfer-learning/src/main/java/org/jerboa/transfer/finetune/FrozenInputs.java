package org.jerboa.transfer.finetune;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jerboa.dl4j.InputReader;
import org.jerboa.dl4j.InputSource;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.space.Configuration;

/**
 * Gives the trained part of a network the outputs of frozen layers: stored ones as they are, and others computed from these, minibatch
 * by minibatch, as a plan says. The frozen layers are no part of the models, whose checkpoints so know nothing of them.
 */
final class FrozenInputs implements InputSource {

    private static final long serialVersionUID = 1L;

    /** What the name of a tensor with stored outputs of a layer begins with. */
    private static final String STORED = "frozen/";

    private final Pretrained pretrained;
    private final FreezeDepths depths;
    private final Map<String, Reuse> reuses;
    private final List<String> images;
    private final long imageBytes;

    /**
     * @param reuses by depth of freezing
     * @param images names of the tensors that the network is given
     * @param imageBytes of one example of these as 32-bit numbers
     */
    FrozenInputs(
            Pretrained pretrained,
            FreezeDepths depths,
            Map<String, Reuse> reuses,
            List<String> images,
            long imageBytes) {
        this.pretrained = pretrained;
        this.depths = depths;
        this.reuses = Map.copyOf(reuses);
        this.images = List.copyOf(images);
        this.imageBytes = imageBytes;
    }

    /** The tensor with the stored outputs of a layer, in the dataset that models are trained on. */
    static String tensor(String layer) {
        return STORED + layer;
    }

    @Override
    public InputReader open(Configuration configuration, List<String> inputs, Examples shard, int batchSize) {
        Reuse reuse = reuses.get(depths.of(configuration).upTo());
        if (reuse == null) {
            throw new IllegalArgumentException("nothing is planned for " + configuration);
        }
        return new FrozenReader(pretrained, reuse, inputs, images, shard, batchSize);
    }

    @Override
    public List<InputType> types(Configuration configuration) {
        LayerGraph graph = pretrained.network().graph();
        return depths.of(configuration).boundary().stream()
                .map(name -> graph.layer(name).output())
                .toList();
    }

    /** That of the images, so that evaluations go through the same minibatches as those of the whole network. */
    @Override
    public long bytesPerExample(Schema data) {
        return imageBytes;
    }

    @Override
    public String describe() {
        return "frozen up to '" + depths.hyperparameter() + "'";
    }
}

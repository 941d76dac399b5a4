package org.jerboa.transfer.finetune;

import java.io.IOException;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.transfer.TransferCost;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/** What came of fine-tuning. Immutable, but that models are handed out as they are. */
public final class FineTuningResult {

    private final StudyResult<ComputationGraph> study;
    private final PlannedFineTuning planned;
    private final Pretrained pretrained;
    private final FreezeDepths depths;
    private final TransferCost cost;
    private final long recomputed;

    FineTuningResult(
            StudyResult<ComputationGraph> study,
            PlannedFineTuning planned,
            Pretrained pretrained,
            FreezeDepths depths,
            TransferCost cost) {
        this.study = study;
        this.planned = planned;
        this.pretrained = pretrained;
        this.depths = depths;
        this.cost = cost;
        this.recomputed = pretrained.work();
    }

    /** All trials. Their models are the trained parts alone, whose inputs are outputs of frozen layers, called as these are. */
    public StudyResult<ComputationGraph> study() {
        return study;
    }

    /** {@link #network(int)} of the best trial. */
    public ComputationGraph network() {
        return whole(study.best().trial().configuration(), study.best().model());
    }

    /**
     * A trial's network at its best epoch, from the raw inputs to the prediction: the frozen layers and the trained part. Its inputs are
     * the pre-trained network's, scaled as the dataset scales them. It can be saved, and belongs to the caller; {@code Dl4j.ready} puts
     * a loaded one on oneDNN.
     *
     * @throws IllegalArgumentException if there is no such trial, or it finished no epoch
     * @throws IOException if its checkpoint cannot be read
     */
    public ComputationGraph network(int trial) throws IOException {
        ComputationGraph model = study.model(trial);
        try {
            return whole(configuration(trial), model);
        } finally {
            model.close();
        }
    }

    /** Of a trial that there is. */
    private Configuration configuration(int trial) {
        return study.ranking().stream()
                .filter(each -> each.id() == trial)
                .map(Trial::configuration)
                .findFirst()
                .orElseThrow();
    }

    private ComputationGraph whole(Configuration configuration, ComputationGraph trained) {
        return new WholeNetwork(pretrained).of(depths.of(configuration), trained);
    }

    /** What storing outputs of frozen layers has taken. */
    public TransferCost cost() {
        return cost;
    }

    /** Multiply-accumulates of frozen layers that models of this process have computed, in training and evaluation. */
    public long multiplyAccumulatesRepeated() {
        return recomputed;
    }

    /** The plan, what was expected of it, and the work that was counted. */
    public String explain() {
        StringBuilder text = new StringBuilder(planned.explain());
        PlannedFineTuning.line(text, "done", (double) cost.multiplyAccumulates() + recomputed, cost.bytesWritten(), "");
        text.append(String.format(
                Locale.ROOT,
                "Of these, %s once, and %s by the models on workers of this process.%n",
                Amounts.count(cost.multiplyAccumulates()),
                Amounts.count(recomputed)));
        return text.toString();
    }
}

package org.jerboa.transfer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jerboa.transfer.explain.Locality.Moved;
import org.jerboa.transfer.explain.Locality.Sliding;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Predicts for a batch of patch positions by computing changed windows only. Each layer reads its windows' surroundings from the clean
 * maps, with the changed pixels laid over them.
 */
final class IncrementalPass {

    private final CleanPass clean;
    private final List<Planned> plan;
    private final Window patches;
    private final int[] readers;

    IncrementalPass(CleanPass clean, List<Planned> plan, Window patches) {
        this.clean = clean;
        this.plan = plan;
        this.patches = patches;
        this.readers = new int[clean.numbers()];
        for (Planned planned : plan) {
            planned.node().inputs().forEach(input -> readers[input]++);
        }
    }

    /**
     * @param patch {@code [positions]...} of the patch's size
     * @param first number of the batch's first position
     * @return {@code [positions][classes]}
     */
    INDArray predict(INDArray patch, int first) {
        List<INDArray> outputs = new ArrayList<>();
        outputs.add(patch);
        for (Planned planned : plan) {
            outputs.add(forward(planned, outputs, first));
        }
        return outputs.get(outputs.size() - 1);
    }

    private INDArray forward(Planned planned, List<INDArray> outputs, int first) {
        Node node = planned.node();
        Window window = planned.window();
        if (window == null) {
            return node.step().forward(inputs(node, outputs, null, first));
        }
        if (planned.locality() instanceof Sliding sliding) {
            return slide(sliding, node.inputs().get(0), window, outputs, first);
        }
        if (planned.locality() instanceof Moved) {
            return outputs.get(node.inputs().get(0)).dup();
        }
        return node.step().forward(inputs(node, outputs, window, first));
    }

    private INDArray slide(Sliding sliding, int input, Window window, List<INDArray> outputs, int first) {
        Window read =
                new Window(window.rows().read(sliding.rows()), window.columns().read(sliding.columns()));
        CleanMaps maps = clean.maps(input);
        INDArray rectangles = maps.read(outputs.get(input), windowOf(input), read, sliding.padding(), first);
        INDArray result = sliding.step().forward(List.of(rectangles));
        return sliding.meanInside()
                ? new MeanInside(sliding, maps.shape(), window, clean.format()).correct(result, first)
                : result;
    }

    /** What a node reads: its inputs' windows of the size of its own, or whole outputs. */
    private List<INDArray> inputs(Node node, List<INDArray> outputs, @Nullable Window window, int first) {
        List<INDArray> inputs = new ArrayList<>();
        for (int input : node.inputs()) {
            Window changed = window(input);
            if (changed == null || changed.equals(window)) {
                inputs.add(own(input, outputs));
            } else {
                CleanMaps maps = clean.maps(input);
                Window read = window == null ? changed.whole(maps.shape()) : window;
                inputs.add(maps.read(outputs.get(input), changed, read, 0, first));
            }
        }
        return inputs;
    }

    /** The layer may write into its input, so it gets a copy of what others read, too. */
    private INDArray own(int input, List<INDArray> outputs) {
        INDArray output = outputs.get(input);
        return readers[input] > 1 ? output.dup() : output;
    }

    private @Nullable Window window(int number) {
        return number == 0 ? patches : plan.get(number - 1).window();
    }

    private Window windowOf(int number) {
        return Objects.requireNonNull(window(number));
    }
}

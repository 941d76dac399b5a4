package org.jerboa.transfer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jerboa.transfer.graph.LayerGraph;

/**
 * Which part of each layer is computed for an occlusion, and how much work that is. Work is counted in multiply-accumulates, as
 * in {@link org.jerboa.transfer.graph.GraphLayer}; the copying of windows is not counted.
 *
 * @param layers in the order of computation
 * @param positions of the patch
 */
public record OcclusionPlan(List<LayerWork> layers, int positions) {

    public OcclusionPlan {
        layers = List.copyOf(layers);
    }

    static OcclusionPlan of(CleanPass clean, List<Planned> plan, LayerGraph costs, int positions) {
        List<LayerWork> layers = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            Node node = plan.get(i).node();
            boolean maps = clean.isMaps(i + 1);
            int rows = maps ? clean.maps(i + 1).shape().rows() : 1;
            int columns = maps ? clean.maps(i + 1).shape().columns() : 1;
            Window window = plan.get(i).window();
            layers.add(new LayerWork(
                    node.name(),
                    node.kind(),
                    rows,
                    columns,
                    window == null ? rows : window.rows().size(),
                    window == null ? columns : window.columns().size(),
                    costs.layer(node.name()).multiplyAccumulates(),
                    plan.get(i).whole()));
        }
        return new OcclusionPlan(layers, positions);
    }

    /** Multiply-accumulates with a full forward pass for each position, and one for the clean image. */
    public long naive() {
        return full() * (positions + 1);
    }

    /** Multiply-accumulates with windows for each position, and a full forward pass for the clean image. */
    public long incremental() {
        return full() + layers.stream().mapToLong(LayerWork::incremental).sum() * positions;
    }

    /** The share of the naive work that is done, 0 to 1. */
    public double share() {
        return (double) incremental() / naive();
    }

    private long full() {
        return layers.stream().mapToLong(LayerWork::full).sum();
    }

    /** A line for each layer, and the sum. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-24s %-24s %11s %11s %9s%n", "layer", "kind", "maps", "window", "share"));
        for (LayerWork layer : layers) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-24s %-24s %11s %11s %8.1f%%%s%n",
                    layer.name(),
                    layer.kind(),
                    layer.mapRows() + " x " + layer.mapColumns(),
                    layer.windowRows() + " x " + layer.windowColumns(),
                    100.0
                            * layer.windowRows()
                            * layer.windowColumns()
                            / ((double) layer.mapRows() * layer.mapColumns()),
                    layer.whole().isEmpty() ? "" : "  whole: " + layer.whole()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%d positions: %.1f %% of the multiply-accumulates of a full forward pass for each%n",
                        positions,
                        100 * share()))
                .toString();
    }
}

package org.jerboa.data.cut;

import java.util.List;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.random.RandomStreams;

/**
 * Decides where each example goes: to one position of one split, drawn from the seed. The plain shuffle makes every
 * assignment equally likely. The stratified one also spreads each class evenly: a class's share of the training split,
 * and of each shard, is within one example of the exact proportion (within two for validation and test, which divide
 * what training leaves).
 *
 * <p>Costs up to 20 bytes of heap for each example while it is being worked out and 4 afterwards.
 */
public final class Placement {

    private final long seed;
    private final SplitSizes sizes;
    private final List<Layout> layouts;

    /**
     * @param sizes of the splits that examples are divided among
     * @param layouts of those of the splits that have examples, in order
     */
    Placement(long seed, SplitSizes sizes, List<Layout> layouts) {
        this.seed = seed;
        this.sizes = sizes;
        this.layouts = layouts;
    }

    /** The position of each example, by its place in the source: a permutation of 0..n-1. */
    int[] shuffled() {
        int[] order = order();
        int[] positions = new int[order.length];
        for (int position = 0; position < order.length; position++) {
            positions[order[position]] = position;
        }
        return positions;
    }

    private int[] order() {
        return RandomStreams.permutation(sizes.total(), seed, "dataset", "shuffle");
    }

    /**
     * As {@link #shuffled()}, with each class spread evenly over the splits and shards.
     *
     * @throws IllegalArgumentException where the survey has no classes
     */
    int[] stratified(Survey survey, String source) {
        int[] classes = survey.classes()
                .orElseThrow(() -> new IllegalArgumentException("'" + source
                        + "' gives its examples no class of their own, so a split cannot be stratified; leave out"
                        + " stratified()"));
        int[] byClass = sortByClass(order(), classes);
        int[][] trainingAndRest = divide(byClass, sizes.training());
        int[][] heldOut = divide(trainingAndRest[1], sizes.validation());
        int[] positions = new int[byClass.length];
        for (Layout layout : layouts) {
            int[] examples = switch (layout.split()) {
                case TRAINING -> trainingAndRest[0];
                case VALIDATION -> heldOut[0];
                case TEST -> heldOut[1];
            };
            deal(examples, layout, positions);
        }
        return positions;
    }

    /** A counting sort that keeps the order within a class. */
    private static int[] sortByClass(int[] order, int[] classes) {
        int highest = 0;
        for (int c : classes) {
            highest = Math.max(highest, c);
        }
        int[] next = new int[highest + 2];
        for (int c : classes) {
            next[c + 1]++;
        }
        for (int c = 1; c < next.length; c++) {
            next[c] += next[c - 1];
        }
        int[] sorted = new int[order.length];
        for (int example : order) {
            sorted[next[classes[example]]++] = example;
        }
        return sorted;
    }

    /**
     * Takes {@code taken} of the examples at regular distances, so that of any run of r examples the number taken is
     * r * taken / length, rounded up or down.
     */
    private static int[][] divide(int[] examples, int taken) {
        int[][] parts = {new int[taken], new int[examples.length - taken]};
        int given = 0;
        for (int i = 0; i < examples.length; i++) {
            boolean take = (i + 1L) * taken / examples.length > given;
            if (take) {
                parts[0][given++] = examples[i];
            } else {
                parts[1][i - given] = examples[i];
            }
        }
        return parts;
    }

    /** Deals examples to the shards like cards, then shuffles each shard, whose examples lie class by class. */
    private void deal(int[] examples, Layout layout, int[] positions) {
        for (int shard = 0; shard < layout.shards(); shard++) {
            int[] places = RandomStreams.permutation(
                    layout.size(shard), seed, "dataset", layout.split().label(), shard);
            int first = layout.first() + layout.start(shard);
            for (int i = 0; i < places.length; i++) {
                positions[examples[shard + i * layout.shards()]] = first + places[i];
            }
        }
    }
}

package org.jerboa.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jerboa.data.cut.Assembly;
import org.jerboa.data.cut.Cut;
import org.jerboa.data.cut.Recipe;
import org.jerboa.data.cut.ScalingRule;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.tune.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The options that all sources share: how examples are split, shuffled, cut into shards, scaled and kept.
 *
 * <p>The same source, options and seed give the same shards, byte for byte, on every machine. Without options, 80 % of
 * the examples are for training, in 4 shards, and 20 % for validation, in one; a source with a test part of its own
 * (IDX, image folders) keeps that as the test split. The default seed is 42.
 *
 * <p>Not thread-safe; may be loaded from more than once.
 *
 * @param <B> the builder itself
 */
public abstract sealed class DatasetBuilder<B extends DatasetBuilder<B>>
        permits ArrayBuilder, CsvBuilder, IdxBuilder, ImageBuilder, SourceBuilder {

    private @Nullable String name;
    private long seed = 42;
    private Cut cut = new Cut.Fractions(0.8, 0.2, 0);
    private boolean stratified;
    private int trainingShards = 4;
    private int validationShards = 1;
    private int testShards = 1;
    private ScalingRule scaling = new ScalingRule.AsIs();
    private @Nullable Path folder;

    DatasetBuilder() {}

    abstract B self();

    /** What is read, under the options given so far. */
    abstract ExampleSource source();

    /** Names the dataset, for people; the default is the source's name. */
    public B name(String datasetName) {
        this.name = Objects.requireNonNull(datasetName);
        return self();
    }

    /** Decides the shuffle. */
    public B seed(long shuffleSeed) {
        this.seed = shuffleSeed;
        return self();
    }

    /**
     * Divides the examples into a training and a validation split.
     *
     * @throws IllegalArgumentException where the fractions do not sum to 1
     */
    public B split(double training, double validation) {
        return split(training, validation, 0);
    }

    /**
     * Divides the examples by fractions, each rounded to whole examples; 0 leaves a split out. Not for a source that
     * brings a test part, unless {@code test} is 0.
     *
     * @throws IllegalArgumentException where the fractions do not sum to 1, one is negative, or training is 0
     */
    public B split(double training, double validation, double test) {
        this.cut = new Cut.Fractions(training, validation, test);
        return self();
    }

    /** Takes whole numbers of examples out for validation and test, and leaves the rest for training. */
    public B holdOut(int validationExamples, int testExamples) {
        this.cut = new Cut.HoldOut(validationExamples, testExamples);
        return self();
    }

    /**
     * Spreads each class evenly: its share of the training split and of each shard is within one example of the exact
     * proportion. Needs one class index an example. Without it, the shuffle alone makes splits and shards alike.
     */
    public B stratified() {
        this.stratified = true;
        return self();
    }

    /** The number of training shards; their sizes differ by at most one example. */
    public B shards(int training) {
        this.trainingShards = positive("shards", training);
        return self();
    }

    /** The number of validation shards, so that several workers can evaluate one model. */
    public B validationShards(int validation) {
        this.validationShards = positive("validationShards", validation);
        return self();
    }

    /** The number of test shards. */
    public B testShards(int test) {
        this.testShards = positive("testShards", test);
        return self();
    }

    private static int positive(String option, int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException(option + " (" + shards + ") must be at least 1; raise it");
        }
        return shards;
    }

    /**
     * Maps {@code low} to 0 and {@code high} to 1 in all features when a minibatch is made, and stores values as they
     * are.
     */
    public B scale(double low, double high) {
        return scaling(new ScalingRule.Range(low, high));
    }

    /**
     * As {@link #scale}, with each feature's range in the training split. A feature is an element of a vector, a column
     * of a sequence, or a channel of an image.
     */
    public B minMax() {
        return scaling(new ScalingRule.MinMax());
    }

    /** Gives each feature (as in {@link #minMax}) mean 0 and standard deviation 1 over the training split. */
    public B standardise() {
        return scaling(new ScalingRule.Standardise());
    }

    private B scaling(ScalingRule rule) {
        if (!(scaling instanceof ScalingRule.AsIs)) {
            throw new IllegalArgumentException(
                    "features are scaled once, and " + rule + " follows " + scaling + "; leave one of them out");
        }
        this.scaling = rule;
        return self();
    }

    /**
     * Keeps the shards in files of this folder, mapped into memory, instead of on the heap: for data larger than the
     * heap, and to be found again by {@link Datasets#open}. A dataset that is there already is replaced once the new
     * one is complete.
     */
    public B store(Path shardFolder) {
        this.folder = Objects.requireNonNull(shardFolder);
        return self();
    }

    /**
     * Reads the source, in two passes.
     *
     * @throws IOException where a file cannot be read or written, or is not of its format; it names the file
     * @throws IllegalArgumentException where what the source holds and the options do not fit together
     */
    public Dataset load() throws IOException {
        Recipe recipe =
                new Recipe(name, seed, cut, stratified, trainingShards, validationShards, testShards, scaling, folder);
        return new Assembly(source(), recipe).load();
    }
}

package org.jerboa.data.cut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.data.store.FolderStorage;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.data.store.Storage;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;

/** From a source to a dataset: survey, divide, shuffle, make room, read, fit scalings, check. */
public final class Assembly {

    private static final double GIBIBYTE = 1 << 30;

    private final ExampleSource source;
    private final Recipe recipe;

    public Assembly(ExampleSource source, Recipe recipe) {
        this.source = source;
        this.recipe = recipe;
    }

    public Dataset load() throws IOException {
        Survey survey = source.survey();
        SplitSizes pooled = recipe.cut().of(survey, source.name());
        SplitSizes sizes =
                new SplitSizes(pooled.training(), pooled.validation(), pooled.test() + survey.testExamples());
        List<Layout> layouts = layouts(sizes);
        checkSizes(survey.schema(), layouts);
        Placement placement = new Placement(recipe.seed(), pooled, pooled.test() > 0 ? layouts : withoutTest(layouts));
        int[] positions = recipe.stratified() ? placement.stratified(survey, source.name()) : placement.shuffled();
        try (Storage storage = storage(survey.schema(), sizes)) {
            return build(survey, positions, layouts, storage);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<Layout> layouts(SplitSizes sizes) {
        List<Layout> layouts = new ArrayList<>();
        int first = 0;
        for (Split split : Split.values()) {
            int examples = sizes.of(split);
            if (examples > 0) {
                layouts.add(new Layout(split, first, examples, recipe.shards(split)));
                first += examples;
            }
        }
        return layouts;
    }

    private static List<Layout> withoutTest(List<Layout> layouts) {
        return layouts.stream().filter(l -> l.split() != Split.TEST).toList();
    }

    /** A buffer's indices are ints, so that a shard's tensor ends at 2 GiB. */
    private static void checkSizes(Schema schema, List<Layout> layouts) {
        for (Layout layout : layouts) {
            for (TensorSpec tensor : schema.tensors()) {
                long bytes = layout.size(0) * tensor.bytesPerExample();
                if (bytes > Integer.MAX_VALUE) {
                    long examplesAShard = Integer.MAX_VALUE / tensor.bytesPerExample();
                    long shards = (layout.examples() + examplesAShard - 1) / examplesAShard;
                    throw new IllegalArgumentException(String.format(
                            "tensor '%s' of a %s shard would take %.1f GiB, more than the 2 GiB of a buffer;"
                                    + " use at least %d shards",
                            tensor.name(), layout.split().label(), bytes / GIBIBYTE, shards));
                }
            }
        }
    }

    private Storage storage(Schema schema, SplitSizes sizes) throws IOException {
        if (recipe.folder() == null) {
            return new HeapStorage(
                    schema.bytesPerExample() * sizes.total(),
                    Runtime.getRuntime().maxMemory());
        }
        return new FolderStorage(recipe.folder());
    }

    private Dataset build(Survey survey, int[] positions, List<Layout> layouts, Storage storage) throws IOException {
        List<List<ShardBuilder>> builders = new ArrayList<>();
        for (Layout layout : layouts) {
            builders.add(allocate(layout, survey.schema(), storage));
        }
        ScatterSink sink =
                new ScatterSink(source.name(), survey.schema(), positions, survey.testExamples(), layouts, builders);
        source.read(sink);
        sink.finish();
        Schema schema = recipe.scaling().apply(survey.schema(), builders.get(0));
        List<Shard> shards = new ArrayList<>();
        for (List<ShardBuilder> split : builders) {
            for (ShardBuilder shard : split) {
                shards.add(shard.finish(schema));
            }
        }
        String name = recipe.name() == null ? source.name() : recipe.name();
        Dataset dataset = Dataset.of(name, recipe.seed(), shards);
        storage.commit(dataset);
        return dataset;
    }

    private static List<ShardBuilder> allocate(Layout layout, Schema schema, Storage storage) throws IOException {
        List<ShardBuilder> shards = new ArrayList<>();
        for (int i = 0; i < layout.shards(); i++) {
            shards.add(storage.allocate(new ShardBuilder.Place(layout.split(), i, layout.size(i)), schema));
        }
        return shards;
    }
}

package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.data.Loaded.classCounts;
import static org.jerboa.data.Loaded.numbered;
import static org.jerboa.data.Loaded.numbers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplittingTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyExampleIsInOneShardOnceWithItsOwnLabel(boolean stratified) throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int examples = 20 + random.nextInt(200);
            int classes = 1 + random.nextInt(6);
            double validation = 0.1 + 0.2 * random.nextDouble();
            double test = random.nextBoolean() ? 0 : 0.1 + 0.2 * random.nextDouble();
            ArrayBuilder builder = numbered(examples, classes)
                    .split(1 - validation - test, validation, test)
                    .shards(1 + random.nextInt(7))
                    .validationShards(1 + random.nextInt(2))
                    .seed(seed);
            Dataset dataset = (stratified ? builder.stratified() : builder).load();

            List<Integer> numbers = new ArrayList<>(numbers(dataset));
            Collections.sort(numbers);
            assertThat(numbers)
                    .as("seed %d", seed)
                    .isEqualTo(IntStream.range(0, examples).boxed().toList());
            for (Split split : Split.values()) {
                for (Shard shard : dataset.shards(split)) {
                    checkLabels(shard, examples, classes, seed);
                }
                assertThat(sizeSpread(dataset, split)).as("seed %d", seed).isLessThanOrEqualTo(1);
            }
            assertThat(dataset.examples(Split.VALIDATION)).isEqualTo(Math.round(examples * validation));
        }
    }

    private static void checkLabels(Shard shard, int examples, int classes, long seed) throws IOException {
        List<Integer> numbers = numbers(shard);
        Tensor labels = shard.open().tensor("label");
        for (int i = 0; i < numbers.size(); i++) {
            int expected = numbers.get(i) * classes / examples;
            assertThat(labels.intAt(i))
                    .as("seed %d, example %d", seed, numbers.get(i))
                    .isEqualTo(expected);
        }
    }

    private static int sizeSpread(Dataset dataset, Split split) {
        int[] sizes = dataset.shards(split).stream().mapToInt(Shard::examples).toArray();
        return sizes.length == 0
                ? 0
                : IntStream.of(sizes).max().getAsInt()
                        - IntStream.of(sizes).min().getAsInt();
    }

    @Test
    void dataSortedByLabelGivesShardsWithEveryClass() throws IOException {
        Dataset dataset = numbered(1000, 10).shards(8).load();

        for (Shard shard : dataset.shards(Split.TRAINING)) {
            assertThat(classCounts(shard)).doesNotContain(0);
        }
    }

    @Test
    void stratifiedSplitsAndShardsHaveEachClassInProportion() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int examples = 100 + random.nextInt(400);
            int classes = 2 + random.nextInt(8);
            int shards = 1 + random.nextInt(9);
            Dataset dataset = unbalanced(random, examples, classes)
                    .split(0.6, 0.25, 0.15)
                    .shards(shards)
                    .seed(seed)
                    .stratified()
                    .load();

            int[] training = classCounts(dataset, Split.TRAINING);
            int[] validation = classCounts(dataset, Split.VALIDATION);
            int[] test = classCounts(dataset, Split.TEST);
            for (int c = 0; c < classes; c++) {
                double all = training[c] + validation[c] + test[c];
                assertThat((double) training[c])
                        .as("seed %d", seed)
                        .isCloseTo(all * dataset.examples(Split.TRAINING) / examples, within(1.0));
                assertThat((double) validation[c])
                        .as("seed %d", seed)
                        .isCloseTo(all * dataset.examples(Split.VALIDATION) / examples, within(2.0));
                for (Shard shard : dataset.shards(Split.TRAINING)) {
                    assertThat((double) classCounts(shard)[c])
                            .as("seed %d", seed)
                            .isCloseTo((double) training[c] / shards, within(1.0));
                }
            }
        }
    }

    private static ArrayBuilder unbalanced(Random random, int examples, int classes) {
        float[][] features = new float[examples][1];
        int[] labels = new int[examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = (int) (classes * Math.pow(random.nextDouble(), 2));
        }
        return Datasets.arrays(features, labels).classes(classes);
    }

    @Test
    void stratifiedShardsAreNotSortedByClass() throws IOException {
        Dataset dataset = numbered(400, 4).shards(2).stratified().load();

        for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
            List<Integer> numbers = numbers(dataset, split);
            assertThat(numbers).isNotEqualTo(numbers.stream().sorted().toList());
            Tensor labels = dataset.shards(split).get(0).open().tensor("label");
            int changes = 0;
            for (int i = 1; i < labels.examples(); i++) {
                changes += labels.intAt(i) != labels.intAt(i - 1) ? 1 : 0;
            }
            assertThat(changes).isGreaterThan(labels.examples() / 2);
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        for (boolean stratified : List.of(false, true)) {
            String first = fingerprint(3, stratified);

            assertThat(fingerprint(3, stratified)).isEqualTo(first);
            assertThat(fingerprint(4, stratified)).isNotEqualTo(first);
        }
    }

    private static String fingerprint(long seed, boolean stratified) throws IOException {
        ArrayBuilder builder = numbered(50, 2).seed(seed);
        return (stratified ? builder.stratified() : builder).load().fingerprint();
    }

    /** Were the shuffle ever to change, recorded studies would meet other data under their seed. */
    @Test
    void theShuffleOfASeedIsFixed() throws IOException {
        Dataset dataset =
                numbered(12, 3).split(0.5, 0.25, 0.25).shards(2).seed(7).load();

        // made from the description of RandomStreams.permutation by a second implementation (Python 3)
        assertThat(numbers(dataset)).containsExactly(10, 0, 11, 3, 6, 1, 2, 5, 7, 9, 8, 4);
    }

    @Test
    void withoutOptionsAFifthIsForValidation() throws IOException {
        Dataset dataset = numbered(100, 2).load();

        assertThat(dataset.examples(Split.TRAINING)).isEqualTo(80);
        assertThat(dataset.examples(Split.VALIDATION)).isEqualTo(20);
        assertThat(dataset.shards(Split.TRAINING)).hasSize(4);
        assertThat(dataset.seed()).isEqualTo(42);
    }

    @Test
    void holdsOutWholeNumbers() throws IOException {
        Dataset dataset = numbered(100, 2).holdOut(7, 5).name("mine").load();

        assertThat(dataset).hasToString("mine: 88 training examples in 4 shards, 7 validation, 5 test");
    }

    @Test
    void aSplitMayBeLeftOut() throws IOException {
        Dataset dataset = numbered(10, 2).split(1, 0).load();

        assertThat(dataset.examples(Split.TRAINING)).isEqualTo(10);
        assertThat(dataset.shards(Split.VALIDATION)).isEmpty();
    }

    @Test
    void examplesSetAsideAreTheTestSplitInTheirOrder() throws IOException {
        Dataset dataset = Datasets.from(new Numbers(20, 5))
                .split(0.75, 0.25)
                .shards(3)
                .testShards(2)
                .load();

        assertThat(numbers(dataset, Split.TEST)).containsExactly(20, 21, 22, 23, 24);
        assertThat(dataset.shards(Split.TEST)).extracting(Shard::examples).containsExactly(3, 2);
        assertThat(dataset.examples(Split.TRAINING)).isEqualTo(15);
        assertThat(dataset.name()).isEqualTo("numbers");
    }

    @Test
    void rejectsATestFractionWhereTheSourceBringsATest() {
        SourceBuilder builder = Datasets.from(new Numbers(20, 5)).split(0.6, 0.2, 0.2);

        assertThatThrownBy(builder::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comes with 5 test examples")
                .hasMessageContaining("set the split's test part to 0");
    }

    @Test
    void rejectsFractionsThatDoNotSumToOne() {
        assertThatThrownBy(() -> numbered(10, 2).split(0.6, 0.2, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("split fractions (0.6, 0.2, 0.1) sum to 0.9")
                .hasMessageEndingWith("make them sum to 1");
        assertThatThrownBy(() -> numbered(10, 2).split(1.2, -0.2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> numbered(10, 2).split(Double.NaN, 0.2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsSplitsLeftEmpty() {
        assertThatThrownBy(() -> numbered(4, 2).split(0.8, 0.1, 0.1).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the validation split gets no example of the 4 of 'arrays'");
        assertThatThrownBy(() -> numbered(4, 2).holdOut(2, 2).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the training split gets no example");
    }

    @Test
    void rejectsMoreShardsThanExamples() {
        assertThatThrownBy(() -> numbered(4, 2).split(1, 0).shards(5).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the training split has 4 examples, too few for 5 shards; use at most 4");
        assertThatThrownBy(() -> numbered(4, 2).shards(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shards (0) must be at least 1");
    }

    @Test
    void rejectsSourcesWithoutExamples() {
        assertThatThrownBy(() -> Datasets.from(new Numbers(0, 5)).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'numbers' has no examples to train on");
    }

    @Test
    void rejectsStratificationWithoutClasses() {
        assertThatThrownBy(() -> Datasets.from(new Numbers(20, 0)).stratified().load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave out stratified()");
    }

    @Test
    void rejectsShardsBeyondTwoGibibytes() {
        Schema schema = Schema.of(TensorSpec.features("x", ElementType.FLOAT32, 1024, 1024));
        SourceBuilder builder =
                Datasets.from(new Claims(Survey.of(schema, 3000, 0))).split(1, 0);

        // 3000 examples of 4 MiB; 511 of them fit a buffer of 2^31 - 1 bytes, so 6 shards hold them
        assertThatThrownBy(() -> builder.shards(5).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'x' of a training shard would take 2.3 GiB, more than the 2 GiB of a buffer; use at"
                        + " least 6 shards");
    }

    @Test
    void rejectsDataLargerThanTheHeapWithTheRemedy() {
        Schema schema = Schema.of(TensorSpec.features("x", ElementType.FLOAT32, 1024, 1024));
        SourceBuilder builder =
                Datasets.from(new Claims(Survey.of(schema, 1 << 22, 0))).split(1, 0);

        assertThatThrownBy(() -> builder.shards(10000).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the dataset takes 16777216 MiB")
                .hasMessageContaining("call store(folder)");
    }

    @Test
    void noticesSourcesThatChange() {
        Schema schema = new Numbers(3, 0).schema();

        assertThatThrownBy(() -> Datasets.from(new Claims(Survey.of(schema, 3, 0)))
                        .split(1, 0)
                        .shards(1)
                        .load())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not have the 3 + 0 (test) examples");
    }

    @Test
    void noticesExamplesLeftUnfilled() {
        ExampleSource lazy = new ExampleSource() {
            @Override
            public String name() {
                return "lazy";
            }

            @Override
            public Survey survey() {
                return Survey.of(new Numbers(1, 0).schema(), 2, 0);
            }

            @Override
            public void read(ExampleSink sink) {
                sink.next();
                sink.tensor(0).put((byte) 1);
                sink.next();
            }
        };

        assertThatThrownBy(() -> Datasets.from(lazy).split(1, 0).shards(1).load())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'lazy' left 3 bytes of tensor 'number' empty in example 0");
    }

    @Test
    void blocksOfAnySchemaAreTakenAsTheyAre() throws IOException {
        TensorSpec words = TensorSpec.features("words", ElementType.INT32, 2);
        TensorSpec image = TensorSpec.features("image", ElementType.UINT8, 1, 1, 2);
        TensorSpec target = TensorSpec.targets("target", 1);
        Examples block = Examples.of(
                Tensor.ofInts(words, 1, 2, 3, 4),
                Tensor.ofInts(image, 5, 6, 7, 8),
                Tensor.ofInts(words.mask(2), 1, 0, 1, 1),
                Tensor.ofFloats(target, 0.5f, 1.5f));

        Dataset dataset =
                Datasets.examples("block", block).split(1, 0).shards(2).load();

        assertThat(dataset.schema()).isEqualTo(block.schema());
        for (Shard shard : dataset.shards(Split.TRAINING)) {
            Examples one = shard.open();
            int source = one.tensor("words").intAt(0, 0) == 1 ? 0 : 1;
            assertThat(one.checksum()).isEqualTo(block.slice(source, source + 1).checksum());
        }
    }

    /** Examples 0, 1, 2, ...; the last ones set aside for the test. */
    private record Numbers(int examples, int testExamples) implements ExampleSource {

        Schema schema() {
            return Schema.of(TensorSpec.features("number", ElementType.FLOAT32));
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public Survey survey() throws IOException {
            return Survey.byReading(schema(), this);
        }

        @Override
        public void read(ExampleSink sink) {
            for (int i = 0; i < examples + testExamples; i++) {
                if (i < examples) {
                    sink.next();
                } else {
                    sink.nextTest();
                }
                sink.tensor(0).putFloat(i);
            }
        }
    }

    /** A source that has less than it says. */
    private record Claims(Survey survey) implements ExampleSource {

        @Override
        public String name() {
            return "claims";
        }

        @Override
        public void read(ExampleSink sink) {
            sink.next();
            sink.tensor(0).put(new byte[sink.tensor(0).remaining()]);
        }
    }
}

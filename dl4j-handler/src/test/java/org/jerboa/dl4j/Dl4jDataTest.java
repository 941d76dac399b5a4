package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.configuration;
import static org.jerboa.dl4j.TestUnits.unit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.data.Datasets;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.TestMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jDataTest {

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    private static DataSetIterator iterator(DataSet... batches) {
        return new WholeBatches(List.of(batches));
    }

    /** Gives each set as it is. */
    private static class WholeBatches extends ListDataSetIterator<DataSet> {

        private final List<DataSet> batches;
        private int next;

        WholeBatches(List<DataSet> batches) {
            super(List.of(batches.get(0)));
            this.batches = batches;
        }

        @Override
        public synchronized boolean hasNext() {
            return next < batches.size();
        }

        @Override
        public synchronized DataSet next() {
            return batches.get(next++);
        }

        @Override
        public synchronized void reset() {
            next = 0;
        }
    }

    private static INDArray counting(long... shape) {
        return Nd4j.arange((double) ArrayUtil.prodLong(shape))
                .castTo(DataType.FLOAT)
                .reshape('c', shape);
    }

    private static INDArray oneHot(int classes, int... values) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, values.length, classes);
        for (int i = 0; i < values.length; i++) {
            array.putScalar(i, values[i], 1);
        }
        return array;
    }

    /** All examples in the order of the source. */
    private static Examples read(ExampleSource source) throws IOException {
        Collected collected = new Collected(source.survey().schema());
        source.read(collected);
        return collected.examples();
    }

    private static final class Collected implements ExampleSink {

        private final Schema schema;
        private final List<ByteBuffer> columns = new ArrayList<>();
        private int count;

        Collected(Schema schema) {
            this.schema = schema;
            for (TensorSpec spec : schema.tensors()) {
                columns.add(ByteBuffer.allocate((int) (100 * spec.bytesPerExample()))
                        .order(ByteOrder.LITTLE_ENDIAN));
            }
        }

        @Override
        public void next() {
            for (int i = 0; i < columns.size(); i++) {
                long filled = count * schema.tensors().get(i).bytesPerExample();
                assertThat(columns.get(i).position()).isEqualTo((int) filled);
            }
            count++;
        }

        @Override
        public void nextTest() {
            throw new AssertionError("no iterator sets examples aside");
        }

        @Override
        public ByteBuffer tensor(int index) {
            return columns.get(index);
        }

        Examples examples() {
            List<Tensor> tensors = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                tensors.add(Tensor.of(schema.tensors().get(i), columns.get(i).flip(), count));
            }
            return Examples.of(tensors);
        }
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.examples() * tensor.spec().elements()];
        tensor.copyFloats(0, tensor.examples(), values, 0);
        return values;
    }

    @Test
    void vectorsAndOneHotLabelsBecomeVectorsAndClasses() throws Exception {
        DataSet two = new DataSet(counting(2, 3), oneHot(4, 3, 0));
        DataSet one = new DataSet(counting(1, 3), oneHot(4, 2));

        Examples examples = read(Dl4jData.of(iterator(two, one)));

        assertThat(examples.count()).isEqualTo(3);
        assertThat(floats(examples.tensor("features"))).containsExactly(0, 1, 2, 3, 4, 5, 0, 1, 2);
        assertThat(examples.tensor("labels").spec().classes()).isEqualTo(4);
        assertThat(floats(examples.tensor("labels"))).containsExactly(3, 0, 2);
    }

    @Test
    void numbersStayNumbers() throws Exception {
        Examples examples = read(Dl4jData.of(iterator(new DataSet(counting(2, 3), counting(2, 2)))));

        assertThat(examples.tensor("labels").spec().classes()).isZero();
        assertThat(floats(examples.tensor("labels"))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void imagesKeepTheirShape() throws Exception {
        Examples examples = read(Dl4jData.of(iterator(new DataSet(counting(2, 1, 3, 2), oneHot(2, 1, 0)))));

        assertThat(examples.tensor("features").spec().shape()).isEqualTo(Shape.of(1, 3, 2));
        assertThat(floats(examples.tensor("features"))).startsWith(0, 1, 2, 3);
    }

    /** One example of 2 and one of 3 steps, each of 2 features, which the tool keeps as [2][2] and [2][3]. */
    @Test
    void sequencesOfUnequalLengthAreTurnedPaddedAndMasked() throws Exception {
        DataSet two =
                new DataSet(counting(1, 2, 2), oneHot(3, 1, 2).reshape(1, 2, 3).permute(0, 2, 1));
        DataSet three = new DataSet(
                counting(1, 2, 3), oneHot(3, 0, 1, 2).reshape(1, 3, 3).permute(0, 2, 1));

        Examples examples = read(Dl4jData.of(iterator(two, three)));

        assertThat(examples.tensor("features").spec().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(floats(examples.tensor("features"))).containsExactly(0, 2, 1, 3, 0, 0, 0, 3, 1, 4, 2, 5);
        assertThat(floats(examples.tensor("features.mask"))).containsExactly(1, 1, 0, 1, 1, 1);
        assertThat(floats(examples.tensor("labels"))).containsExactly(1, 2, 0, 0, 1, 2);
        assertThat(floats(examples.tensor("labels.mask"))).containsExactly(1, 1, 0, 1, 1, 1);
    }

    @Test
    void masksAreTakenOver() throws Exception {
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0}, {1, 0, 0}});

        Examples examples = read(Dl4jData.of(iterator(new DataSet(counting(2, 2, 3), oneHot(2, 1, 0), mask, null))));

        assertThat(floats(examples.tensor("features.mask"))).containsExactly(1, 1, 0, 1, 0, 0);
        assertThat(examples.tensors()).hasSize(3);
    }

    @Test
    void severalArraysAreNumbered() throws Exception {
        MultiDataSet batch = new MultiDataSet(
                new INDArray[] {counting(2, 3), counting(2, 1)}, new INDArray[] {oneHot(2, 0, 1), counting(2, 2)});

        Examples examples = read(Dl4jData.of(new TestMultiDataSetIterator(2, batch)));

        assertThat(examples.schema().tensors())
                .extracting(TensorSpec::name)
                .containsExactly("features0", "features1", "labels0", "labels1");
    }

    @Test
    void aSecondIteratorIsTheTestSplit() throws Exception {
        DataSet training = new DataSet(counting(4, 3), oneHot(3, 0, 1, 0, 1));
        DataSet first = new DataSet(counting(1, 3).addi(100), oneHot(3, 2));
        DataSet second = new DataSet(counting(1, 3).addi(200), oneHot(3, 0));

        Dataset dataset = Datasets.from(Dl4jData.of(iterator(training), iterator(first, second)))
                .split(0.75, 0.25)
                .shards(1)
                .stratified()
                .load();

        assertThat(dataset.shards(Split.TRAINING).get(0).open().count()).isEqualTo(3);
        assertThat(dataset.shards(Split.VALIDATION).get(0).open().count()).isEqualTo(1);
        Examples test = dataset.shards(Split.TEST).get(0).open();
        assertThat(floats(test.tensor("features"))).containsExactly(100, 101, 102, 200, 201, 202);
        assertThat(floats(test.tensor("labels"))).containsExactly(2, 0);
    }

    @Test
    void makesADatasetThatTrains() throws Exception {
        int[] classes = new int[30];
        for (int i = 0; i < 30; i++) {
            classes[i] = i % 3;
        }
        DataSetIterator iterator = iterator(new DataSet(counting(30, 6).divi(180), oneHot(3, classes)));
        Dataset dataset = Datasets.from(Dl4jData.of(iterator))
                .split(0.8, 0.2, 0)
                .shards(2)
                .seed(3)
                .load();
        var configuration = configuration("batchSize", 4);
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);

        Examples shard = dataset.shards(Split.TRAINING).get(0).open();

        assertThat(handler.train(handler.create(configuration, 1), shard, unit(configuration))
                        .examples())
                .isEqualTo(12);
    }

    @Test
    void anIteratorThatFailsEndsTheReadingWithItsCause() {
        DataSetIterator failing = new WholeBatches(List.of(new DataSet(counting(2, 3), oneHot(2, 0, 1)))) {
            @Override
            public synchronized boolean hasNext() {
                return true;
            }
        };

        assertThatThrownBy(() -> Dl4jData.of(failing).survey())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed after 2 examples")
                .hasRootCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void iteratorsThatWouldHangOrCannotBeResetAreRefused() {
        AsyncDataSetIterator ahead = new AsyncDataSetIterator(iterator(new DataSet(counting(2, 3), oneHot(2, 0, 1))));
        DataSetIterator once = new WholeBatches(List.of(new DataSet(counting(2, 3), oneHot(2, 0, 1)))) {
            @Override
            public boolean resetSupported() {
                return false;
            }
        };
        try {
            assertThatThrownBy(() -> Dl4jData.of(ahead)).hasMessageContaining("give the one inside");
        } finally {
            ahead.shutdown();
        }
        assertThatThrownBy(() -> Dl4jData.of(once)).hasMessageContaining("cannot be reset");
    }

    @Test
    void anIteratorThatShufflesIsFoundOut() {
        List<DataSet> order = new ArrayList<>();
        order.add(new DataSet(counting(2, 3), oneHot(2, 0, 1)));
        order.add(new DataSet(counting(2, 3).addi(1), oneHot(2, 1, 0)));
        DataSetIterator shuffling = new WholeBatches(order) {
            @Override
            public synchronized void reset() {
                super.reset();
                Collections.reverse(order);
            }
        };

        assertThatThrownBy(() -> read(Dl4jData.of(shuffling)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fixed order");
    }
}

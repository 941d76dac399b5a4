package org.jerboa.dl4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The examples of an iterator, read minibatch by minibatch on the calling thread; then those of a second one, if there is
 * one, which are for the test split.
 */
final class IteratorSource implements ExampleSource {

    /** What is needed of either of the tool's kinds of iterator. */
    interface Batches {

        boolean hasNext();

        MultiDataSet next();

        List<String> classNames();
    }

    private final String name;
    private final Supplier<Batches> start;
    private final @Nullable Supplier<Batches> startTest;
    private List<IteratorColumn> columns = List.of();
    private long checksum;

    IteratorSource(String name, Supplier<Batches> start) {
        this(name, start, null);
    }

    private IteratorSource(String name, Supplier<Batches> start, @Nullable Supplier<Batches> startTest) {
        this.name = name;
        this.start = start;
        this.startTest = startTest;
    }

    /** This source with the examples of another one set aside for the test split. */
    IteratorSource withTest(IteratorSource test) {
        return new IteratorSource(name, start, test.start);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Survey survey() throws IOException {
        List<IteratorColumn> found = new ArrayList<>();
        CRC32C sum = new CRC32C();
        int[] classes = new int[0];
        int examples = 0;
        int testExamples = 0;
        Pass pass = new Pass();
        for (MultiDataSet batch = pass.next(); batch != null; batch = pass.next()) {
            if (found.isEmpty()) {
                found.addAll(columns(batch));
            }
            int count = pass.count();
            for (IteratorColumn column : found) {
                column.survey(batch, sum);
            }
            if (pass.isTest()) {
                testExamples += count;
                continue;
            }
            classes = Arrays.copyOf(classes, examples + count);
            IteratorColumn labels = single(found);
            if (labels != null) {
                labels.classes(batch, classes, examples);
            }
            examples += count;
        }
        if (found.isEmpty()) {
            throw new IOException(name + " gave no examples; is it at its end, or its folder empty?");
        }
        columns = List.copyOf(found);
        checksum = sum.getValue();
        List<TensorSpec> specs = new ArrayList<>();
        columns.forEach(column -> specs.addAll(column.specs(pass.classNames())));
        Survey survey = Survey.of(new Schema(specs), examples, testExamples);
        IteratorColumn labels = single(columns);
        return labels == null ? survey : survey.withClasses(classes);
    }

    /** The first labels, if they are one class an example so far. */
    private static @Nullable IteratorColumn single(List<IteratorColumn> columns) {
        return columns.stream()
                .filter(IteratorColumn::isLabels)
                .findFirst()
                .filter(IteratorColumn::isOneClassAnExample)
                .orElse(null);
    }

    private static List<IteratorColumn> columns(MultiDataSet batch) {
        List<IteratorColumn> found = new ArrayList<>();
        for (int i = 0; i < batch.numFeatureArrays(); i++) {
            String name = batch.numFeatureArrays() == 1 ? "features" : "features" + i;
            found.add(new IteratorColumn(name, false, i, batch.getFeatures(i)));
        }
        for (int i = 0; i < batch.numLabelsArrays(); i++) {
            String name = batch.numLabelsArrays() == 1 ? "labels" : "labels" + i;
            found.add(new IteratorColumn(name, true, i, batch.getLabels(i)));
        }
        return found;
    }

    @Override
    public void read(ExampleSink sink) throws IOException {
        CRC32C sum = new CRC32C();
        Pass pass = new Pass();
        for (MultiDataSet batch = pass.next(); batch != null; batch = pass.next()) {
            for (IteratorColumn column : columns) {
                column.load(batch, sum);
            }
            for (int example = 0; example < pass.count(); example++) {
                if (pass.isTest()) {
                    sink.nextTest();
                } else {
                    sink.next();
                }
                int tensor = 0;
                for (IteratorColumn column : columns) {
                    tensor = column.put(example, sink, tensor);
                }
            }
        }
        if (sum.getValue() != checksum) {
            throw new IOException(name + " gave other examples, or another order, the second time; reset it to a fixed"
                    + " order, and leave shuffling to the dataset");
        }
    }

    private Batches start(Supplier<Batches> part) throws IOException {
        try {
            return part.get();
        } catch (RuntimeException e) {
            throw new IOException(name + " failed to reset: " + e.getMessage(), e);
        }
    }

    /** One pass, with whatever the iterator throws told apart from what its reader does. */
    private final class Pass {

        private final Batches training;
        private Batches batches;
        private boolean test;
        private long given;
        private int count;

        Pass() throws IOException {
            training = start(start);
            batches = training;
        }

        /** Whether what was given last is for the test split. */
        boolean isTest() {
            return test;
        }

        @Nullable
        MultiDataSet next() throws IOException {
            try {
                if (!batches.hasNext() && !test && startTest != null) {
                    batches = start(startTest);
                    test = true;
                }
                if (!batches.hasNext()) {
                    return null;
                }
                MultiDataSet batch = batches.next();
                INDArray first = batch == null || batch.numFeatureArrays() == 0 ? null : batch.getFeatures(0);
                if (first == null) {
                    throw new IOException(name + " gave a minibatch without features after " + given + " examples");
                }
                count = (int) first.size(0);
                given += count;
                return batch;
            } catch (RuntimeException e) {
                throw new IOException(name + " failed after " + given + " examples: " + e, e);
            }
        }

        int count() {
            return count;
        }

        List<String> classNames() {
            try {
                return training.classNames();
            } catch (RuntimeException e) {
                // The names are optional, and many iterators answer with "not supported".
                return List.of();
            }
        }
    }
}

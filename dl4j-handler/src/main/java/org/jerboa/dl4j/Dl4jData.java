package org.jerboa.dl4j;

import java.util.List;
import org.jerboa.data.spi.ExampleSource;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Deeplearning4j's iterators as sources of datasets: {@code Datasets.from(Dl4jData.of(iterator))}. Their examples are
 * copied into shards once; training never sees the iterator. This class needs the module {@code datasets}.
 *
 * <p>Arrays are taken in the tool's own layouts and stored in Jerboa's: {@code [examples][features][time]} as {@code
 * [time][features]}, {@code [examples][channels][height][width]} as it is. Sequences of unequal length are padded to the
 * longest and masked. Numbers become single precision. Labels that are one-hot throughout become class indices, named as
 * {@link DataSetIterator#getLabels()} says. Tensors are called {@code features} and {@code labels}, with a number from 0
 * where there are several.
 *
 * <p>An iterator is read twice, and must be one that can be reset and then gives the same examples in the same order; one
 * that shuffles is found out by a checksum. Its preprocessor is applied, as ever, by the iterator itself. It is read on
 * the calling thread: what it throws ends the reading, with the place and the cause.
 */
public final class Dl4jData {

    private Dl4jData() {}

    /** @throws IllegalArgumentException if the iterator cannot be reset, or reads ahead on a thread of its own */
    public static ExampleSource of(DataSetIterator iterator) {
        return source(iterator);
    }

    /**
     * Examples that have been divided already.
     *
     * @param test of the same shapes; its examples become the test split, and the others are split as the dataset is told
     * @throws IllegalArgumentException as {@link #of(DataSetIterator)}
     */
    public static ExampleSource of(DataSetIterator iterator, DataSetIterator test) {
        return source(iterator).withTest(source(test));
    }

    private static IteratorSource source(DataSetIterator iterator) {
        if (iterator instanceof AsyncDataSetIterator) {
            throw readsAhead(iterator);
        }
        requireReset(iterator.resetSupported(), iterator);
        return new IteratorSource(name(iterator), () -> {
            iterator.reset();
            return new IteratorSource.Batches() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public MultiDataSet next() {
                    return iterator.next().toMultiDataSet();
                }

                @Override
                public List<String> classNames() {
                    List<String> names = iterator.getLabels();
                    return names == null ? List.of() : names;
                }
            };
        });
    }

    /** @throws IllegalArgumentException if the iterator cannot be reset, or reads ahead on a thread of its own */
    public static ExampleSource of(MultiDataSetIterator iterator) {
        return source(iterator);
    }

    /** As {@link #of(DataSetIterator, DataSetIterator)}. */
    public static ExampleSource of(MultiDataSetIterator iterator, MultiDataSetIterator test) {
        return source(iterator).withTest(source(test));
    }

    private static IteratorSource source(MultiDataSetIterator iterator) {
        if (iterator instanceof AsyncMultiDataSetIterator) {
            throw readsAhead(iterator);
        }
        requireReset(iterator.resetSupported(), iterator);
        return new IteratorSource(name(iterator), () -> {
            iterator.reset();
            return new IteratorSource.Batches() {
                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public MultiDataSet next() {
                    return iterator.next();
                }

                @Override
                public List<String> classNames() {
                    return List.of();
                }
            };
        });
    }

    /** The tool's prefetching thread does not pass on what its iterator throws: the reader would wait for ever. */
    private static IllegalArgumentException readsAhead(Object iterator) {
        return new IllegalArgumentException(name(iterator)
                + " hangs if the iterator inside it fails; give the one inside, it is read ahead of training anyway");
    }

    private static void requireReset(boolean supported, Object iterator) {
        if (!supported) {
            throw new IllegalArgumentException(name(iterator)
                    + " cannot be reset, and a dataset is made in two passes; collect it into a ListDataSetIterator");
        }
    }

    private static String name(Object iterator) {
        String simple = iterator.getClass().getSimpleName();
        return simple.isEmpty() ? iterator.getClass().getName() : simple;
    }
}

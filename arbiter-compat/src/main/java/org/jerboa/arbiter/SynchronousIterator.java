package org.jerboa.arbiter;

import java.util.List;
import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIteratorFactory;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIteratorFactory;

/**
 * A user's iterator, read by the thread that trains. Where an iterator allows it, ND4J reads it ahead on a thread of its own;
 * when {@code next()} throws there, the training waits for ever for data that never come. What is read ahead on one
 * thread is time taken from another candidate in any case.
 */
record SynchronousIterator(DataSetIterator iterator) implements DataSetIterator {

    /** The same for whatever a data source may answer; what is none of these is handed on, to be refused as it always was. */
    static Object of(Object data) {
        if (data instanceof MultiDataSetIterator || data instanceof MultiDataSetIteratorFactory) {
            return new SynchronousMultiIterator(ScoreUtil.getMultiIterator(data));
        }
        if (data instanceof DataSetIterator || data instanceof DataSetIteratorFactory) {
            return new SynchronousIterator(ScoreUtil.getIterator(data));
        }
        return data;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public boolean hasNext() {
        return iterator.hasNext();
    }

    @Override
    public DataSet next() {
        return iterator.next();
    }

    @Override
    public DataSet next(int examples) {
        return iterator.next(examples);
    }

    @Override
    public int inputColumns() {
        return iterator.inputColumns();
    }

    @Override
    public int totalOutcomes() {
        return iterator.totalOutcomes();
    }

    @Override
    public boolean resetSupported() {
        return iterator.resetSupported();
    }

    @Override
    public void reset() {
        iterator.reset();
    }

    @Override
    public int batch() {
        return iterator.batch();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        iterator.setPreProcessor(preProcessor);
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return iterator.getPreProcessor();
    }

    @Override
    public List<String> getLabels() {
        return iterator.getLabels();
    }
}

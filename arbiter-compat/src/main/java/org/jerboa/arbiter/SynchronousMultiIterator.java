package org.jerboa.arbiter;

import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** {@link SynchronousIterator} for graphs with several inputs or outputs. */
record SynchronousMultiIterator(MultiDataSetIterator iterator) implements MultiDataSetIterator {

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public boolean hasNext() {
        return iterator.hasNext();
    }

    @Override
    public MultiDataSet next() {
        return iterator.next();
    }

    @Override
    public MultiDataSet next(int examples) {
        return iterator.next(examples);
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
    public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
        iterator.setPreProcessor(preProcessor);
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
        return iterator.getPreProcessor();
    }
}

package org.jerboa.benchmarks.grid;

import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;

/** The same study of small networks in plain Java, wherever it runs. */
final class GridStudy {

    private static final Blobs BLOBS = new Blobs(256, 10, 5);
    private static final SearchSpace SPACE = SearchSpace.of(
            Parameter.real("learningRate").log(1e-3, 1e-1),
            Parameter.integer("hidden", 48, 64),
            Parameter.integer("batchSize", 16, 32));

    private final Dataset data;
    private long begin;
    private long end;

    GridStudy(int examples) {
        this.data = BLOBS.dataset(4, examples, examples / 4);
    }

    /** Seconds from the first unit to the last, without starting processes. */
    double seconds(StudyExecutor executor) {
        begin = 0;
        Study.of(SPACE, PlainMlpHandler.of(BLOBS.schema()))
                .data(data)
                .search(RandomSearch.trials(8).epochs(4))
                .maximize("accuracy")
                .seed(3)
                .listener((event, progress) -> note(event))
                .on(executor)
                .run();
        return (end - begin) / 1e9;
    }

    private void note(StudyEvent event) {
        if (event instanceof StudyEvent.UnitSubmitted && begin == 0) {
            begin = System.nanoTime();
        } else if (event instanceof StudyEvent.EpochFinished) {
            end = System.nanoTime();
        }
    }
}

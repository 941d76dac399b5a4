package org.jerboa.transfer.finetune;

import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Study;
import org.jspecify.annotations.Nullable;

/**
 * How configurations are compared and searched for, and where that runs.
 *
 * @param folder null for a study that leaves nothing
 */
record StudySettings(
        Objective objective,
        SearchAlgorithm search,
        StudyExecutor executor,
        long seed,
        @Nullable Path folder) {

    Study<ComputationGraph> over(SearchSpace space, Dl4jHandler<ComputationGraph> handler, Dataset examples) {
        Study<ComputationGraph> study = Study.of(space, handler)
                .data(examples)
                .search(search)
                .objective(objective)
                .on(executor)
                .seed(seed);
        return folder == null ? study : study.folder(folder);
    }
}

package org.jerboa.tune.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.EarlyStopping;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.StudyListener;

/**
 * A study as an executor gets it: complete and checked.
 *
 * @param metrics names of metrics to report in addition to the handler's usual ones
 * @param folder where the journal and results go; without it the study lives in memory and a temporary folder
 * @param resume whether to go on with the study that {@code folder} holds
 * @param limits what it may spend
 * @param earlyStopping which trials end because they get no better
 * @param <M> the tool's model
 */
public record StudyDefinition<M>(
        SearchSpace space,
        SearchAlgorithm search,
        ModelHandler<M> handler,
        Dataset data,
        List<Objective> objectives,
        Set<String> metrics,
        long seed,
        Optional<Path> folder,
        boolean resume,
        Limits limits,
        Optional<EarlyStopping> earlyStopping,
        List<StudyListener> listeners) {

    public StudyDefinition {
        objectives = List.copyOf(objectives);
        metrics = Set.copyOf(metrics);
        listeners = List.copyOf(listeners);
    }

    public SearchProblem problem() {
        return new SearchProblem(space, objectives, seed);
    }
}

package org.jerboa.mop.coordinator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.study.EarlyStopping;
import org.jerboa.tune.study.Limits;

/**
 * What the coordinator has to know of a study; models and data are the workers' affair.
 *
 * @param shards how many shards each split has
 */
public record StudySetup(
        SearchProblem problem,
        SearchAlgorithm search,
        Map<Split, Integer> shards,
        Set<String> metrics,
        Limits limits,
        Optional<EarlyStopping> earlyStopping) {

    public StudySetup {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        counts.putAll(shards);
        shards = Collections.unmodifiableMap(counts);
        metrics = Set.copyOf(metrics);
    }

    public static StudySetup of(StudyDefinition<?> definition) {
        Map<Split, Integer> shards = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            shards.put(split, definition.data().shards(split).size());
        }
        return new StudySetup(
                definition.problem(),
                definition.search(),
                shards,
                definition.metrics(),
                definition.limits(),
                definition.earlyStopping());
    }

    SearchSpace space() {
        return problem.space();
    }

    Objective objective() {
        return problem.primary();
    }

    long seed() {
        return problem.seed();
    }

    int shards(Split split) {
        return shards.getOrDefault(split, 0);
    }
}

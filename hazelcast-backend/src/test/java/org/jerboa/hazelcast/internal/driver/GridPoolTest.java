package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jerboa.hazelcast.internal.grid.EmbeddedGrid;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.mop.PoolRequest;
import org.jerboa.mop.checkpoint.FileCheckpointStore;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.contract.WorkerPoolContract;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One embedded grid for all tests, of as many members as the contract wants workers. */
class GridPoolTest extends WorkerPoolContract {

    private static final int MEMBERS = 3;

    private static OpenGrid grid;

    @TempDir
    Path folder;

    @BeforeAll
    static void startGrid() {
        grid = new EmbeddedGrid(MEMBERS, 1).get();
    }

    @AfterAll
    static void endGrid() {
        grid.ending().run();
    }

    @Override
    protected WorkerPool pool(ModelHandler<PlainMlp> handler, Dataset data, int workers, boolean keepsModels)
            throws IOException {
        Path spill = Files.createTempDirectory(folder, "spill");
        PoolRequest<PlainMlp> request = new PoolRequest<>(
                definition(handler, data),
                0,
                1,
                1,
                keepsModels ? 1 << 30 : 0,
                new MemoryCheckpointStore(),
                new FileCheckpointStore(spill));
        return new GridPool(
                request,
                new GridTerms(1, 1, workers, Duration.ofSeconds(30)),
                grid,
                UUID.randomUUID().toString(),
                () -> {});
    }

    private static StudyDefinition<PlainMlp> definition(ModelHandler<PlainMlp> handler, Dataset data) {
        return new StudyDefinition<>(
                SearchSpace.of(Parameter.real("learningRate", 0, 1)),
                RandomSearch.trials(1).epochs(1),
                handler,
                data,
                List.of(Objective.maximize("accuracy")),
                Set.of(),
                1,
                Optional.empty(),
                false,
                Limits.none(),
                Optional.empty(),
                List.of());
    }

    /** The grid's own threads are there before and after; it makes more of them when it likes. */
    @Override
    protected boolean mayOutlivePool(Thread thread) {
        return thread.getName().startsWith("hz.") || super.mayOutlivePool(thread);
    }
}

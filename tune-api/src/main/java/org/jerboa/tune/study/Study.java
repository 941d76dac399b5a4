package org.jerboa.tune.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: which configurations to compare, on which data, by which search, where.
 *
 * <pre>{@code
 * StudyResult<MultiLayerNetwork> result = Study.of(space, Dl4j.network(Example::configuration))
 *         .data(digits)
 *         .search(RandomSearch.trials(24).epochs(10))
 *         .maximize("accuracy")
 *         .on(MopExecutor.threads())
 *         .folder(Path.of("studies/digits"))
 *         .run();
 * }</pre>
 *
 * <p>A builder: not thread-safe; may be reused after a run.
 *
 * @param <M> the tool's model
 */
public final class Study<M> {

    private final SearchSpace space;
    private final ModelHandler<M> handler;
    private final List<Objective> objectives = new ArrayList<>();
    private final Set<String> metrics = new LinkedHashSet<>();
    private final List<StudyListener> listeners = new ArrayList<>();
    private @Nullable Dataset data;
    private @Nullable SearchAlgorithm search;
    private @Nullable StudyExecutor executor;
    private @Nullable Path folder;
    private Limits limits = Limits.none();
    private @Nullable EarlyStopping earlyStopping;
    private long seed = 42;

    private Study(SearchSpace space, ModelHandler<M> handler) {
        this.space = space;
        this.handler = handler;
    }

    /**
     * @param space the configurations to choose from
     * @param handler how a configuration becomes a model, and how it is trained
     */
    public static <M> Study<M> of(SearchSpace space, ModelHandler<M> handler) {
        return new Study<>(space, handler);
    }

    /** The data to train on and to compare trials by; it needs a validation split. */
    public Study<M> data(Dataset dataset) {
        this.data = dataset;
        return this;
    }

    /** Which configurations are trained, and for how many epochs each. */
    public Study<M> search(SearchAlgorithm algorithm) {
        this.search = algorithm;
        return this;
    }

    /** Adds an objective. The first one decides which trial is best, and which of its epochs. */
    public Study<M> objective(Objective objective) {
        for (Objective present : objectives) {
            if (present.metric().equals(objective.metric())) {
                throw new IllegalArgumentException("objective '" + objective.metric() + "' is given twice (" + present
                        + ", " + objective + "); leave one out");
            }
        }
        objectives.add(objective);
        return this;
    }

    /** Adds an objective whose highest value is best. */
    public Study<M> maximize(String metric) {
        return objective(Objective.maximize(metric));
    }

    /** Adds an objective whose lowest value is best. */
    public Study<M> minimize(String metric) {
        return objective(Objective.minimize(metric));
    }

    /** Reports these metrics too, for instance a multi-class {@code auc} that is not computed unless asked for. */
    public Study<M> report(String... names) {
        metrics.addAll(List.of(names));
        return this;
    }

    /** Where the study runs. */
    public Study<M> on(StudyExecutor where) {
        this.executor = where;
        return this;
    }

    /**
     * Where the journal, the result files and the models go. Without a folder a study leaves nothing behind and
     * cannot be resumed.
     */
    public Study<M> folder(Path path) {
        this.folder = path;
        return this;
    }

    /** Seed from which everything random is derived, 42 unless set. */
    public Study<M> seed(long value) {
        this.seed = value;
        return this;
    }

    /** How much the study may spend, for instance {@code limit(Limits.none().time(Duration.ofHours(2)))}. */
    public Study<M> limit(Limits value) {
        this.limits = value;
        return this;
    }

    /** Ends trials that get no better, whatever the search algorithm; for instance {@code EarlyStopping.patience(5)}. */
    public Study<M> stopEarly(EarlyStopping rule) {
        this.earlyStopping = rule;
        return this;
    }

    /** Adds somebody who is told of every event, on the study's own thread. */
    public Study<M> listener(StudyListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Runs the study to its end. Interrupting the thread stops the study, as {@link StudyHandle#stop} does.
     *
     * @throws IllegalStateException if something was not set
     * @throws StudyException if the study cannot start or go on; what was done is kept in the folder
     */
    public StudyResult<M> run() {
        return await(start());
    }

    /**
     * Starts the study in the background.
     *
     * @throws IllegalStateException if something was not set
     * @throws StudyException if the study cannot start, for instance because the folder holds one
     */
    public StudyHandle<M> start() {
        return executor().start(definition(folder, false));
    }

    /**
     * Goes on with the study in the folder, from its last committed checkpoints. Space, search, data, handler settings
     * and seed must be those it was started with. A study that has ended gives its result again.
     *
     * @throws IllegalStateException if something was not set, the folder for instance
     * @throws StudyException if the folder holds no study, or another one, naming the differences; or if it cannot go on
     */
    public StudyResult<M> resume() {
        return await(startResumed());
    }

    /** Goes on with the study in that folder; {@code folder(path).resume()}. */
    public StudyResult<M> resume(Path path) {
        return folder(path).resume();
    }

    /** Like {@link #resume()}, in the background. */
    public StudyHandle<M> startResumed() {
        if (folder == null) {
            throw new IllegalStateException(
                    "a study without a folder cannot be resumed; give it the one it had, with folder(path)");
        }
        return executor().start(definition(folder, true));
    }

    /**
     * Trains one trial of the study in a folder again, up to its best epoch, and compares what comes of it with what is
     * recorded there. To the same bits, if space, search, data, objectives, seed and the handler's settings are those of
     * that study, and the machine computes as that one did. A clone's ancestors are trained again before it.
     *
     * <p>Runs on the calling thread and changes nothing in the folder. The study there may be running, stopped or dead.
     *
     * @throws IllegalArgumentException if there is no such trial, or it has no best epoch
     * @throws StudyException if the folder holds another study, naming the differences, or none; if the handler fails; or
     *     when the thread is interrupted
     */
    public Replay<M> replay(Path path, int trial) {
        return executor().replay(definition(path, true), trial, OptionalInt.empty());
    }

    /**
     * As {@link #replay(Path, int)}, up to another epoch.
     *
     * @param epoch from 0
     */
    public Replay<M> replay(Path path, int trial, int epoch) {
        return executor().replay(definition(path, true), trial, OptionalInt.of(epoch));
    }

    /** An interrupt stops the study; the caller gets what there is, with its interrupt flag set. */
    private static <M> StudyResult<M> await(StudyHandle<M> handle) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return handle.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    handle.stop();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StudyExecutor executor() {
        return required(executor, "executor", "on(MopExecutor.threads())");
    }

    private StudyDefinition<M> definition(@Nullable Path where, boolean resume) {
        if (objectives.isEmpty()) {
            throw new IllegalStateException("the study has no objective; add one, for instance maximize(\"accuracy\")");
        }
        Set<String> asked = new LinkedHashSet<>(metrics);
        objectives.forEach(objective -> asked.add(objective.metric()));
        return new StudyDefinition<>(
                space,
                required(search, "search algorithm", "search(RandomSearch.trials(24).epochs(10))"),
                handler,
                required(data, "data", "data(Datasets.csv(path).label(\"class\").load())"),
                objectives,
                asked,
                seed,
                Optional.ofNullable(where),
                resume,
                limits,
                Optional.ofNullable(earlyStopping),
                listeners);
    }

    private static <T> T required(@Nullable T value, String what, String remedy) {
        if (value == null) {
            throw new IllegalStateException("the study has no " + what + "; set it, for instance " + remedy);
        }
        return value;
    }
}

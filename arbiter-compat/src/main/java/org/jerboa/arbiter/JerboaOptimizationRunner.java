package org.jerboa.arbiter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.TaskCreatorProvider;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an Arbiter configuration in the place of Arbiter's {@code LocalOptimizationRunner} (1.0.0-beta7), with the same
 * constructors: a program changes this one class name.
 *
 * <p>The same seed gives the same candidates with the same indices, and, on one thread of the tool and without a time limit,
 * the same scores. What is different: candidates follow each other without sleeps; whatever fails is counted, announced and
 * described; and a search ends whatever a generator, an iterator, a listener or a saver does. {@code docs/from-arbiter.md}
 * has the whole list.
 *
 * <p>A runner runs once. {@code execute} keeps the thread that calls it until the search is over; candidates have threads of
 * their own, which end with it. Thread-safe.
 */
public final class JerboaOptimizationRunner implements IOptimizationRunner {

    /** Candidates under way at once where a constructor does not say. */
    public static final int DEFAULT_MAX_CONCURRENT_TASKS = 1;

    private static final Logger log = LoggerFactory.getLogger(JerboaOptimizationRunner.class);
    private static final Duration LONGEST_SHUTDOWN = Duration.ofDays(2);

    private final OptimizationConfiguration configuration;
    private final Tasks tasks;
    private final Progress progress;
    private final StatusListeners listeners = new StatusListeners();
    private final Set<ArbiterBehaviour> restored = ConcurrentHashMap.newKeySet();
    private final Execution execution = new Execution();
    private RunnerSettings settings;

    /** One candidate at a time, with the task creator that belongs to the configuration's parameter space. */
    public JerboaOptimizationRunner(OptimizationConfiguration config) {
        this(config, null);
    }

    /** @param taskCreator null for the one that belongs to the configuration's parameter space */
    public JerboaOptimizationRunner(OptimizationConfiguration config, @Nullable TaskCreator taskCreator) {
        this(DEFAULT_MAX_CONCURRENT_TASKS, config, taskCreator);
    }

    /** @param maxConcurrentTasks candidates under way at once */
    public JerboaOptimizationRunner(int maxConcurrentTasks, OptimizationConfiguration config) {
        this(maxConcurrentTasks, config, null);
    }

    /**
     * A runner for one search.
     *
     * @param maxConcurrentTasks candidates under way at once
     * @param taskCreator null for the one that belongs to the configuration's parameter space
     * @throws IllegalArgumentException if there is no termination condition, or {@code maxConcurrentTasks} is below 1
     * @throws IllegalStateException if there is no task creator, and none belongs to the parameter space
     */
    public JerboaOptimizationRunner(
            int maxConcurrentTasks, OptimizationConfiguration config, @Nullable TaskCreator taskCreator) {
        if (config.getTerminationConditions() == null
                || config.getTerminationConditions().isEmpty()) {
            throw new IllegalArgumentException(
                    "the configuration has no termination condition, so the search would never"
                            + " end; add one, such as new MaxCandidatesCondition(100)");
        }
        this.settings = new RunnerSettings(maxConcurrentTasks, LONGEST_SHUTDOWN, null, System::nanoTime);
        this.configuration = config;
        this.progress = new Progress(config.getScoreFunction().minimize());
        TaskCreator creator = taskCreator == null ? defaultFor(config) : taskCreator;
        ToolThreads toolThreads = ToolThreads.dividedAmong(maxConcurrentTasks);
        this.tasks = NetworkTasks.inPlaceOf(creator, config, toolThreads, restored)
                .orElseGet(() -> new OpaqueTasks(creator, this));
    }

    private static TaskCreator defaultFor(OptimizationConfiguration config) {
        Class<? extends ParameterSpace<?>> space =
                classOf(config.getCandidateGenerator().getParameterSpace());
        TaskCreator creator = TaskCreatorProvider.defaultTaskCreatorFor(space);
        if (creator == null) {
            throw new IllegalStateException("no task creator is registered for the parameter space " + space.getName()
                    + "; give one to the constructor, or register it with TaskCreatorProvider");
        }
        return creator;
    }

    @SuppressWarnings("unchecked") // getClass() forgets the type argument
    private static Class<? extends ParameterSpace<?>> classOf(ParameterSpace<?> space) {
        return (Class<? extends ParameterSpace<?>>) space.getClass();
    }

    /**
     * How long candidates under way are waited for when the search has ended; two days by default, as in Arbiter. After that
     * they are cancelled.
     */
    public synchronized void setShutdownMaxWaitMS(long milliseconds) {
        settings = new RunnerSettings(
                settings.tasksAtOnce(),
                Duration.ofMillis(milliseconds),
                settings.candidateTimeout(),
                settings.nanoClock());
    }

    /**
     * How long a candidate may take, from the start of its training to the end of its saving; without a limit by default.
     * After that it has failed, is interrupted, and the search goes on, on a new thread if the old one does not end.
     */
    public synchronized void setCandidateTimeout(Duration limit) {
        settings = new RunnerSettings(settings.tasksAtOnce(), settings.longestShutdown(), limit, settings.nanoClock());
    }

    /** By which clock {@link #setCandidateTimeout} is measured. */
    synchronized void setNanoClock(LongSupplier nanoClock) {
        settings = new RunnerSettings(
                settings.tasksAtOnce(), settings.longestShutdown(), settings.candidateTimeout(), nanoClock);
    }

    /** Brings back what Arbiter did where correcting it changes candidates or scores. To be called before {@link #execute}. */
    public synchronized void restore(ArbiterBehaviour... behaviours) {
        restored.addAll(List.of(behaviours));
    }

    /**
     * Runs the search, and returns when it is over.
     *
     * @throws IllegalStateException if this runner has run already
     * @throws RuntimeException what the candidate generator or a termination condition threw; results so far are kept
     */
    @Override
    public void execute() {
        RunnerSettings now = settings();
        execution.run(now.tasksAtOnce(), threads -> search(now, threads));
        log.info("search over: {}", progress);
    }

    private synchronized RunnerSettings settings() {
        return settings;
    }

    private CandidateLoop search(RunnerSettings now, CandidateThreads threads) {
        configuration.setExecutionStartTime(System.currentTimeMillis());
        log.info("{} candidates at once; {}", now.tasksAtOnce(), tasks.describe());
        boolean extra = restored.contains(ArbiterBehaviour.EXTRA_CANDIDATES);
        if (now.tasksAtOnce() > 1 && !extra) {
            log.info(
                    "no candidate beyond MaxCandidatesCondition is started; Arbiter started up to {} more."
                            + " restore(ArbiterBehaviour.EXTRA_CANDIDATES) brings them back",
                    now.tasksAtOnce() - 1);
        }
        ResultFolder.of(configuration.getResultSaver()).ifPresent(ResultFolder::warnOfEarlierResults);
        return new CandidateLoop(
                this,
                now,
                CandidateSource.of(configuration, restored),
                new Limits(configuration.getTerminationConditions(), this, extra),
                tasks,
                threads,
                progress,
                listeners);
    }

    /**
     * Ends the search. The caller waits until it is over, unless it is a listener or a task of this very search.
     *
     * @param awaitCompletion whether candidates under way may come to their end
     */
    @Override
    public void shutdown(boolean awaitCompletion) {
        execution.shutdown(awaitCompletion);
    }

    /** Why the search ended, in words for people; empty while it has not. */
    public Optional<String> endReason() {
        return execution.endReason();
    }

    /** Candidates started, those included that failed in generation. */
    @Override
    public int numCandidatesTotal() {
        return progress.total();
    }

    @Override
    public int numCandidatesCompleted() {
        return progress.completed();
    }

    /** Candidates that failed in generation, training or scoring, took too long, or were cancelled. */
    @Override
    public int numCandidatesFailed() {
        return progress.failed();
    }

    /** Candidates under way. */
    @Override
    public int numCandidatesQueued() {
        return progress.underWay();
    }

    /** The best score; null while no candidate has one that is a number. */
    @Override
    public @Nullable Double bestScore() {
        return progress.bestScore();
    }

    /** When the best score was found, in milliseconds since 1970; null while there is none. */
    @Override
    public @Nullable Long bestScoreTime() {
        return progress.bestScoreTime();
    }

    /** The index of the best candidate, or -1. It is a position in {@link #getResults} only while nothing has failed. */
    @Override
    public int bestScoreCandidateIndex() {
        return progress.bestIndex();
    }

    /** What the saver gave for each candidate that completed, by index; in Arbiter, in the order in which they did. */
    @Override
    public List<ResultReference> getResults() {
        return progress.results();
    }

    @Override
    public OptimizationConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public void addListeners(StatusListener... more) {
        listeners.add(more);
    }

    @Override
    public void removeListeners(StatusListener... some) {
        listeners.remove(some);
    }

    @Override
    public void removeAllListeners() {
        listeners.removeAll();
    }

    /** Every candidate that was started, by index. */
    @Override
    public List<CandidateInfo> getCandidateStatus() {
        return new ArrayList<>(progress.infos());
    }
}

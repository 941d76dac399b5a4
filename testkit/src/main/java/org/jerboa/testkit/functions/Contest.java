package org.jerboa.testkit.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * Searches against each other: each on each function, once for each seed 0, 1, 2, ... What comes of it depends on these
 * settings alone, and not on the number of threads. Immutable.
 */
public final class Contest {

    private final List<TestFunction> functions;
    private final int seeds;
    private final int threads;
    private final UnaryOperator<FunctionStudy> setting;

    private Contest(List<TestFunction> functions, int seeds, int threads, UnaryOperator<FunctionStudy> setting) {
        this.functions = List.copyOf(functions);
        this.seeds = seeds;
        this.threads = threads;
        this.setting = setting;
        if (functions.isEmpty() || seeds < 1 || threads < 1) {
            throw new IllegalArgumentException("a contest on " + functions + " with seeds (" + seeds + ") on threads ("
                    + threads + ") is none; all of them must be at least 1");
        }
        if (functions.stream().map(TestFunction::name).distinct().count() < functions.size()) {
            throw new IllegalArgumentException("two of the functions " + functions + " have one name; rename one");
        }
    }

    /** A contest with 20 seeds, one thread and the functions' own budgets. */
    public static Contest on(List<TestFunction> functions) {
        return new Contest(functions, 20, 1, UnaryOperator.identity());
    }

    /** The same contest with so many seeds, from 0 on. */
    public Contest seeds(int count) {
        return new Contest(functions, count, threads, setting);
    }

    /** The same contest played on so many threads. */
    public Contest threads(int count) {
        return new Contest(functions, seeds, count, setting);
    }

    /** The same contest with studies that are set otherwise, for instance {@code study -> study.slots(8)}. */
    public Contest studies(UnaryOperator<FunctionStudy> how) {
        return new Contest(functions, seeds, threads, study -> how.apply(setting.apply(study)));
    }

    /**
     * Plays it.
     *
     * @throws IllegalStateException if a search breaks the protocol; other exceptions are the search's own
     */
    public Comparison between(List<Contender> contenders) {
        if (contenders.isEmpty()
                || contenders.stream().map(Contender::name).distinct().count() < contenders.size()) {
            throw new IllegalArgumentException(
                    "contenders " + contenders + " must be at least one, each with its name");
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<FunctionRun>> runs = new ArrayList<>();
            for (TestFunction function : functions) {
                for (Contender contender : contenders) {
                    for (int seed = 0; seed < seeds; seed++) {
                        FunctionStudy study =
                                setting.apply(FunctionStudy.of(function)).seed(seed);
                        runs.add(pool.submit(() -> study.run(contender.setting().on(function, study.mostTrials()))));
                    }
                }
            }
            return new Comparison(functions, contenders, seeds, results(runs));
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<FunctionRun> results(List<Future<FunctionRun>> runs) {
        List<FunctionRun> results = new ArrayList<>();
        try {
            for (Future<FunctionRun> run : runs) {
                results.add(run.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a search failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the contest was interrupted", e);
        }
        return results;
    }
}

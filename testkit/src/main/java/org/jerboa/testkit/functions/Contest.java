package org.jerboa.testkit.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        List<Callable<FunctionRun>> studies = new ArrayList<>();
        for (TestFunction function : functions) {
            for (Contender contender : contenders) {
                for (int seed = 0; seed < seeds; seed++) {
                    FunctionStudy study =
                            setting.apply(FunctionStudy.of(function)).seed(seed);
                    studies.add(() -> study.run(contender.setting().on(function, study.mostTrials())));
                }
            }
        }
        return new Comparison(functions, contenders, seeds, play(studies));
    }

    /** One thread is the caller's own: a contest may then be played while a class is initialised that its functions need. */
    private List<FunctionRun> play(List<Callable<FunctionRun>> studies) {
        ExecutorService pool = threads == 1 ? null : Executors.newFixedThreadPool(threads);
        try {
            List<FunctionRun> runs = new ArrayList<>();
            if (pool == null) {
                for (Callable<FunctionRun> study : studies) {
                    runs.add(study.call());
                }
            } else {
                for (Future<FunctionRun> run : pool.invokeAll(studies)) {
                    runs.add(run.get());
                }
            }
            return runs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the contest was interrupted", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            throw failure(e);
        } finally {
            if (pool != null) {
                pool.shutdownNow();
            }
        }
    }

    private static RuntimeException failure(Throwable cause) {
        return cause instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException("a search failed: " + cause, cause);
    }
}

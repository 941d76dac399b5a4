package org.jerboa.arbiter;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search from its first candidate to its last, on the thread that called {@code execute}. It is all that decides:
 * candidates' threads, and whoever wants the search to stop, leave messages.
 *
 * <p>It ends when a termination condition is met, when the generator has no more candidates, when it is told to, or when
 * nothing but failures comes out of the generator. Then it waits for the candidates under way, whose results count.
 */
final class CandidateLoop {

    private static final Logger log = LoggerFactory.getLogger(CandidateLoop.class);

    /** How long it sleeps at most: conditions may be met, and candidates be overdue, without any message. */
    private static final long LOOK_MILLIS = 100;

    /** A space all of whose candidates fail would otherwise fill the memory with them until some time limit is over. */
    static final int FAILURES_IN_A_ROW = 1000;

    private enum Stop {
        NOT,
        AFTER_CANDIDATES_UNDER_WAY,
        AT_ONCE
    }

    private final JerboaOptimizationRunner runner;
    private final RunnerSettings settings;
    private final CandidateSource source;
    private final Limits limits;
    private final Tasks tasks;
    private final CandidateThreads threads;
    private final StatusListeners listeners;
    private final Outcomes outcomes;
    private final UnderWay underWay;
    private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
    private Stop stop = Stop.NOT;
    private boolean interrupted;
    private int failuresInARow;

    CandidateLoop(
            JerboaOptimizationRunner runner,
            RunnerSettings settings,
            CandidateSource source,
            Limits limits,
            Tasks tasks,
            CandidateThreads threads,
            Progress progress,
            StatusListeners listeners) {
        this.runner = runner;
        this.settings = settings;
        this.source = source;
        this.limits = limits;
        this.tasks = tasks;
        this.threads = threads;
        this.listeners = listeners;
        this.outcomes = new Outcomes(runner, source, progress, listeners);
        this.underWay = new UnderWay(threads);
    }

    /** May be called by any thread, at any time. */
    void stop(boolean awaitCandidatesUnderWay) {
        messages.add(() -> {
            if (!awaitCandidatesUnderWay) {
                stop = Stop.AT_ONCE;
            } else if (stop == Stop.NOT) {
                stop = Stop.AFTER_CANDIDATES_UNDER_WAY;
            }
        });
    }

    /** Answers why the search ended. */
    String run() {
        listeners.onInitialization(runner);
        try {
            limits.initialize();
            return search();
        } finally {
            finish();
            threads.close();
            listeners.onShutdown(runner);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String search() {
        while (true) {
            readMessages();
            if (stop != Stop.NOT) {
                return interrupted ? "the thread of the search was interrupted" : "the search was shut down";
            }
            var met = limits.met();
            if (met.isPresent()) {
                return "the termination condition " + met.get() + " is met";
            }
            if (failuresInARow >= FAILURES_IN_A_ROW) {
                return failuresInARow + " candidates in a row failed in generation; the last of them says why";
            }
            if (underWay.size() < settings.tasksAtOnce() && limits.allowAnother() && source.hasMore()) {
                start(source.next());
            } else if (underWay.isEmpty()) {
                return "the candidate generator has no more candidates, though no termination condition is met";
            } else {
                await();
            }
        }
    }

    /** What is under way is waited for, though not for ever: its results count. So does what is just telling its end. */
    private void finish() {
        long begin = System.nanoTime();
        while (!underWay.isEmpty()) {
            try {
                boolean tooLong =
                        System.nanoTime() - begin > settings.longestShutdown().toNanos();
                if (tooLong) {
                    giveUpAll("not done " + settings.longestShutdown() + " after the end");
                } else if (stop == Stop.AT_ONCE) {
                    giveUpAll("shut down");
                }
                if (!underWay.isEmpty()) {
                    await();
                }
            } catch (RuntimeException e) {
                log.error("the candidate generator took a result badly; the search is ending in any case", e);
            }
        }
    }

    private void start(Candidate<?> candidate) {
        if (candidate.getException() != null) {
            failuresInARow++;
            outcomes.failedInGeneration(candidate, candidate.getException());
            return;
        }
        failuresInARow = 0;
        Attempt attempt = new Attempt(candidate, runner, listeners, settings.nanoClock(), this::onEnd);
        outcomes.created(attempt);
        try {
            attempt.task(tasks.create(candidate, attempt));
        } catch (RuntimeException | LinkageError e) { // task creators are users' code
            outcomes.failedBeforeStart(attempt, e);
            return;
        }
        underWay.start(attempt);
    }

    private void onEnd(Attempt attempt, OptimizationResult result) {
        messages.add(() -> {
            underWay.ended(attempt);
            outcomes.ended(attempt, result);
        });
    }

    private void await() {
        try {
            Runnable message = messages.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (message != null) {
                message.run();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            stop = Stop.AT_ONCE;
        }
        giveUpOverdue();
    }

    private void readMessages() {
        for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
            message.run();
        }
    }

    private void giveUpOverdue() {
        Duration limit = settings.candidateTimeout();
        if (limit != null) {
            for (Attempt attempt :
                    underWay.longerThan(limit, settings.nanoClock().getAsLong())) {
                String why =
                        "candidate " + attempt.candidate().getIndex() + " ran for longer than the limit of " + limit;
                giveUp(attempt, CandidateStatus.Failed, why);
            }
        }
    }

    private void giveUpAll(String why) {
        underWay.all().forEach(attempt -> giveUp(attempt, CandidateStatus.Cancelled, why));
    }

    private void giveUp(Attempt attempt, CandidateStatus status, String why) {
        if (underWay.leave(attempt)) {
            outcomes.givenUp(attempt, status, why);
        }
    }
}

package org.jerboa.samples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.ProgressLine;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jspecify.annotations.Nullable;

/**
 * A study in the foreground of a process: with progress while it runs, a report at its end, and a clean stop when the
 * process is told to end.
 *
 * @param <M> the tool's model
 */
final class StudySession<M> {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int REFUSED = 2;

    private final Study<M> study;
    private final Path folder;
    private final Objective objective;
    private final String resumeCommand;
    private final Console console;
    private final ProgressLine progress;
    private Function<StudyResult<M>, String> afterword = result -> "";

    /**
     * @param study complete but for its folder and listener
     * @param objective what its trials are ranked by
     * @param resumeCommand how its user goes on with it
     */
    StudySession(Study<M> study, Path folder, Objective objective, String resumeCommand, Console console) {
        this.study = study;
        this.folder = folder;
        this.objective = objective;
        this.resumeCommand = resumeCommand;
        this.console = console;
        this.progress = console.progressLine();
    }

    /** What is said of the result after the report. */
    StudySession<M> afterword(Function<StudyResult<M>, String> text) {
        afterword = text;
        return this;
    }

    /** @return exit status of the process */
    int run(boolean resume) throws InterruptedException {
        study.folder(folder).listener(progress);
        StudyHandle<M> handle;
        try {
            handle = resume ? study.startResumed() : study.start();
        } catch (StudyException e) {
            console.err().println(e.getMessage());
            if (!resume && Files.exists(folder.resolve("journal.jsonl"))) {
                console.err().println("If it is of these settings, go on with it by:\n  " + resumeCommand);
            }
            return REFUSED;
        }
        Thread hook = new Thread(() -> stop(handle), "stop-study");
        Runtime.getRuntime().addShutdownHook(hook);
        console.out().println("If this ends too soon, go on with it by:\n  " + resumeCommand);
        progress.know(handle.trials());
        try {
            @Nullable StudyResult<M> result = result(handle);
            boolean shuttingDown = !withdraw(hook);
            if (result == null) {
                return FAILED;
            }
            if (!shuttingDown) {
                console.out().print("\n" + new StudyReport(result, objective).text() + afterword.apply(result));
            }
            return OK;
        } finally {
            withdraw(hook);
        }
    }

    private @Nullable StudyResult<M> result(StudyHandle<M> handle) throws InterruptedException {
        try {
            return handle.await();
        } catch (StudyException e) {
            progress.end();
            console.err().println(e.getMessage());
            if (e.getCause() != null) {
                console.err().println("cause: " + e.getCause());
            }
            console.err().println("What was done is kept; go on with it by:\n  " + resumeCommand);
            return null;
        }
    }

    /** Runs while the JVM shuts down, which waits for it. */
    private void stop(StudyHandle<M> handle) {
        handle.stop();
        try {
            handle.await();
        } catch (StudyException e) {
            // said by the main thread, and it changes nothing about what follows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.end();
        console.out().println("Stopped. Go on with it by:\n  " + resumeCommand);
        console.out().flush();
    }

    /** Takes the hook back; false if it runs already. */
    private static boolean withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}

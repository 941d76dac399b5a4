package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;

/**
 * Steers a study at moments that do not depend on time: each command is given by an event, on the coordinator's thread, so
 * that nothing that a worker reports after it comes before the command. One that an earlier session of the study owes, as it
 * died between event and command, is given by the first event of the next, which comes before any unit is sent out.
 */
final class SteeringScript implements StudyListener {

    /**
     * A command.
     *
     * @param cause the event that it is given by
     */
    record Step(Predicate<StudyEvent> cause, Command command) {}

    private final boolean leavesPauses;
    private final List<Step> ahead;
    private final List<Command> owed = new ArrayList<>();
    private final CompletableFuture<StudyHandle<PlainMlp>> study = new CompletableFuture<>();

    private SteeringScript(List<Step> steps, boolean leavesPauses) {
        this.ahead = new ArrayList<>(steps);
        this.leavesPauses = leavesPauses;
    }

    /** A study that begins. */
    static SteeringScript of(List<Step> steps) {
        return new SteeringScript(steps, false);
    }

    /** As {@link #of}, but a session in which the study was paused is not the one that resumes it. */
    static SteeringScript leavingPauses(List<Step> steps) {
        return new SteeringScript(steps, true);
    }

    /** Works on the study in that folder, from its beginning or from where its journal ends. */
    StudyHandle<PlainMlp> start(Study<PlainMlp> whole, Path folder) throws IOException {
        Path journal = folder.resolve("journal.jsonl");
        boolean begun = Files.exists(journal) && Files.readString(journal).contains("\n");
        if (begun) {
            JournalReader.forEach(journal, Fixture.SPACE, event -> owed.addAll(dueBy(event, true)));
        }
        whole.folder(folder).listener(this);
        study.complete(begun ? whole.startResumed() : whole.start());
        return study.join();
    }

    @Override
    public void on(StudyEvent event, StudyProgress progress) {
        owed.addAll(dueBy(event, !leavesPauses));
        owed.forEach(study.join()::steer);
        owed.clear();
    }

    private List<Command> dueBy(StudyEvent event, boolean resumes) {
        if (event instanceof StudyEvent.Steered given) {
            owed.remove(given.command());
        }
        List<Command> due = new ArrayList<>();
        ahead.removeIf(step -> {
            boolean isDue = step.cause.test(event) && (resumes || !(step.command instanceof Command.ResumeStudy));
            return isDue && due.add(step.command);
        });
        return due;
    }
}

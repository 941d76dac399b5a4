package org.jerboa.samples;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jerboa.mop.steering.StudyRemote;
import org.jerboa.mop.steering.StudyView;
import org.jerboa.tune.study.Leaderboard;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** Steers a running study from another terminal, through its folder. */
final class SteerTool implements Program {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int CAUSES = 5;

    @Override
    public String name() {
        return "steer";
    }

    @Override
    public String summary() {
        return "steers a running study from another terminal: stop, resume, add or clone trials, pause, status, ...";
    }

    @Override
    public String usage(String program) {
        return """
                Usage: %s steer DIR COMMAND

                DIR is the folder of the study. Commands:
                  status                     how the study and its trials stand; of a study that does not run too
                  stop TRIAL                 end a trial; its result stands, and it can be resumed
                  resume TRIAL [--epochs N]  train a trial that has ended for N more epochs; default 1
                  delete TRIAL               end a trial, drop its checkpoints, take it out of the ranking
                  add "NAME=VALUE, ..."      start a trial of this configuration
                  clone TRIAL ["NAME=VALUE, ..."] [--weights]
                                             start a trial of another one's configuration with these changes;
                                             with --weights from its weights
                  focus "NAME=LOW..HIGH, NAME=A|B, ..."
                                             search only this part of the space from now on
                  pause, resume-study        begin no more units; go on
                  stop-study                 end the study as it stands; it can be resumed
                Options:
                  --timeout SECONDS          how long the study may take to answer; default 10
                  --help                     this text
                """.formatted(program);
    }

    @Override
    public int run(List<String> arguments, Console console, LocalDateTime now) throws InterruptedException {
        SteerArguments steer;
        try {
            steer = SteerArguments.parse(arguments);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage())); // of a configuration's text
        }
        StudyRemote study = StudyRemote.of(steer.folder()).timeout(steer.timeout());
        try {
            if (steer.command().isEmpty()) {
                console.out().print(status(steer, study.view()));
            } else {
                OptionalInt trial = study.steer(steer.command().get());
                console.out()
                        .println(trial.isPresent() ? "accepted: trial " + trial.getAsInt() + " begins" : "accepted");
            }
            return OK;
        } catch (IllegalArgumentException e) {
            console.err().println("refused: " + e.getMessage());
            return FAILED;
        } catch (StudyException e) {
            console.err().println(e.getMessage());
            return FAILED;
        }
    }

    private static String status(SteerArguments steer, StudyView study) {
        return "%s in %s: %s on %s%n%d trials%s; %d epochs and %d units so far%n%n%s%s"
                .formatted(
                        study.state(),
                        steer.folder(),
                        study.search(),
                        study.data(),
                        study.trials().size(),
                        counts(study.trials()),
                        study.epochs(),
                        study.units(),
                        Leaderboard.byNumber(study.trials(), study.objective()),
                        broken(study.trials()));
    }

    private static String counts(List<Trial> trials) {
        String counts = Arrays.stream(TrialStatus.values())
                .map(status -> new Count(status, trials))
                .filter(count -> count.number > 0)
                .map(count -> count.number + " " + count.status.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "" : ": " + counts;
    }

    private static String broken(List<Trial> trials) {
        String causes = Leaderboard.broken(trials, CAUSES);
        return causes.isEmpty() ? "" : "\n" + causes;
    }

    private record Count(TrialStatus status, long number) {

        Count(TrialStatus status, List<Trial> trials) {
            this(
                    status,
                    trials.stream().filter(trial -> trial.status() == status).count());
        }
    }
}

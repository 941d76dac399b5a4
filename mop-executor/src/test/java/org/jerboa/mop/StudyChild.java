package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jerboa.mop.SteeringScript.Step;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.TrialStatus;

/** A process that works on a study until it is killed or done; goes on with the study that its folder holds. */
public final class StudyChild {

    private StudyChild() {}

    /** What the process may work on. */
    enum Kind {
        PLAIN(RandomSearch.trials(10).epochs(12)),
        ADAPTIVE(new Halving(16, 5, 4, false)),
        CLONING(new Halving(12, 5, 4, true)),
        STEERED(RandomSearch.trials(6).epochs(10)) {
            @Override
            List<Step> steps() {
                return StudyChild.steps();
            }
        };

        private final SearchAlgorithm search;

        Kind(SearchAlgorithm search) {
            this.search = search;
        }

        Study<PlainMlp> study(Path folder) {
            return Fixture.study().search(search).folder(folder);
        }

        /** How it is steered. */
        List<Step> steps() {
            return List.of();
        }

        /** In one session to its end. */
        StudyResult<PlainMlp> runAtOnce(Path folder) throws IOException, InterruptedException {
            List<Step> steps = steps().stream()
                    .filter(step -> !(step.command() instanceof Command.StopStudy))
                    .toList();
            return SteeringScript.of(steps).start(study(folder), folder).await();
        }
    }

    /** Every command but the one that narrows the search, which stops trials wherever they are. */
    private static List<Step> steps() {
        Configuration whole = Fixture.SPACE.parse(
                Configuration.readTexts("learningRate=0.02, dropout=0.1, hidden=4, batchSize=8, activation=relu"));
        Command added = new Command.AddTrial(whole);
        Command warm = new Command.CloneTrial(6, with(0.01, whole), true);
        Command cold = new Command.CloneTrial(6, with(0.005, whole), false);
        Command clonesClone = new Command.CloneTrial(7, with(0.002, whole), true);
        return List.of(
                new Step(finished(0, 0), added), // trial 6
                new Step(finished(6, 1), warm), // trial 7
                new Step(steered(warm), cold), // trial 8
                new Step(finished(7, 1), clonesClone), // trial 9
                new Step(finished(2, 0), new Command.StopTrial(2)),
                new Step(stopped(2), new Command.ResumeTrial(2, 7)),
                new Step(finished(3, 2), new Command.DeleteTrial(3)),
                new Step(finished(4, 1), new Command.StopTrial(4)),
                new Step(finished(5, 1), new Command.PauseStudy()),
                new Step(steered(new Command.PauseStudy()), new Command.ResumeStudy()),
                new Step(finished(1, 3), new Command.StopStudy()));
    }

    private static Configuration with(double learningRate, Configuration whole) {
        return Fixture.SPACE.change(whole, Map.of("learningRate", learningRate));
    }

    private static Predicate<StudyEvent> finished(int trial, int epoch) {
        return event -> event instanceof StudyEvent.EpochFinished finished
                && finished.trial() == trial
                && finished.result().epoch() == epoch;
    }

    private static Predicate<StudyEvent> stopped(int trial) {
        return event -> event instanceof StudyEvent.TrialEnded ended
                && ended.trial() == trial
                && ended.status() == TrialStatus.STOPPED;
    }

    private static Predicate<StudyEvent> steered(Command command) {
        return event ->
                event instanceof StudyEvent.Steered steered && steered.command().equals(command);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Kind kind = Kind.valueOf(arguments[0]);
        Path folder = Path.of(arguments[1]);
        SteeringScript.leavingPauses(kind.steps())
                .start(kind.study(folder), folder)
                .await();
    }
}

package org.jerboa.tune.study;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.space.Configuration;

/**
 * How a trial's model came to be: the configurations that it was trained with, one after another. Of a trial that was not
 * cloned that is one; of a clone it is a schedule, which trains the same model again. Immutable.
 *
 * @param stages from the oldest ancestor to the trial itself; at least one
 */
public record Lineage(List<Stage> stages) {

    /**
     * Training with one configuration.
     *
     * @param trial that was trained with it
     * @param epochs of that trial that the next stage went on from; of the last stage, all that it finished
     */
    public record Stage(int trial, int epochs, Configuration configuration) {}

    public Lineage {
        stages = List.copyOf(stages);
    }

    /**
     * That of one trial among all those of its study.
     *
     * @throws IllegalArgumentException if the trial is not there, or one that it descends from
     */
    public static Lineage of(Collection<Trial> trials, int trial) {
        Map<Integer, Trial> byId = new HashMap<>();
        trials.forEach(one -> byId.put(one.id(), one));
        Deque<Stage> stages = new ArrayDeque<>();
        int version = Integer.MAX_VALUE;
        Optional<Integer> next = Optional.of(trial);
        while (next.isPresent()) {
            Trial member = byId.get(next.get());
            if (member == null) {
                throw new IllegalArgumentException("there is no trial " + next.get() + " among " + trials.size()
                        + " trials; give all trials of the study");
            }
            stages.addFirst(new Stage(member.id(), epochsUpTo(member, version), member.configuration()));
            version = member.parentVersion();
            next = member.parent();
        }
        return new Lineage(List.copyOf(stages));
    }

    private static int epochsUpTo(Trial trial, int version) {
        return (int) trial.epochs().stream()
                .filter(epoch -> epoch.version() <= version)
                .count();
    }

    /** Epochs that the model was trained for in all. */
    public int epochs() {
        return stages.stream().mapToInt(Stage::epochs).sum();
    }

    /** One line for each stage: the epochs along the line in which it held, the trial and its configuration. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        int begin = 0;
        for (Stage stage : stages) {
            lines.append(String.format(
                    Locale.ROOT,
                    "epochs %d to %d as trial %d: %s%n",
                    begin + 1,
                    begin + stage.epochs(),
                    stage.trial(),
                    stage.configuration().text()));
            begin += stage.epochs();
        }
        return lines.toString();
    }
}

package org.jerboa.search;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** Trials of earlier studies, in the order of their numbers, study after study. Immutable. */
final class EarlierTrials implements Serializable {

    static final EarlierTrials NONE = new EarlierTrials(List.of());

    private static final int DIGEST_DIGITS = 16;

    private final List<Past> all;

    /** What of a trial is of use to a search. */
    private record Past(Configuration configuration, TrialRecord.Status status, List<Map<String, Double>> epochs)
            implements Serializable {

        /** One line that tells it from all that differ. */
        String text() {
            return configuration.text() + " " + status + " "
                    + epochs.stream().map(TreeMap::new).toList();
        }
    }

    private EarlierTrials(List<Past> all) {
        this.all = all;
    }

    EarlierTrials and(List<Trial> trials) {
        List<Past> more = new ArrayList<>(all);
        trials.stream()
                .filter(trial -> trial.status() != TrialStatus.DELETED)
                .sorted(Comparator.comparingInt(Trial::id))
                .map(trial -> new Past(
                        trial.configuration(),
                        status(trial.status()),
                        trial.epochs().stream().map(EpochResult::metrics).toList()))
                .forEach(more::add);
        return new EarlierTrials(more);
    }

    /** A trial that was under way when its study ended will not go on. */
    private static TrialRecord.Status status(TrialStatus status) {
        return switch (status) {
            case COMPLETED -> TrialRecord.Status.COMPLETE;
            case FAILED, DIVERGED, DELETED -> TrialRecord.Status.FAILED;
            case RUNNING, WAITING, STOPPED -> TrialRecord.Status.STOPPED;
        };
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Puts those that are of use into a history that is still empty.
     *
     * @throws IllegalArgumentException if none is, naming why the first is not
     */
    void tell(History history) {
        SearchProblem problem = history.problem();
        List<Past> usable =
                all.stream().filter(past -> whyNot(past, problem).isEmpty()).toList();
        if (usable.isEmpty() && !all.isEmpty()) {
            throw new IllegalArgumentException("none of the " + all.size() + " trials to learn from is of use here: "
                    + whyNot(all.get(0), problem).orElseThrow() + "; leave them out");
        }
        usable.forEach(past -> history.recall(past.configuration, past.epochs, past.status));
    }

    private static Optional<String> whyNot(Past past, SearchProblem problem) {
        try {
            problem.space().validate(past.configuration);
        } catch (IllegalArgumentException e) {
            return Optional.of("the first, " + past.configuration + ", is not of the search space: " + e.getMessage());
        }
        for (Objective objective : problem.objectives()) {
            for (Map<String, Double> epoch : past.epochs) {
                if (!epoch.containsKey(objective.metric())) {
                    return Optional.of("the first reports no '" + objective.metric() + "', only " + epoch.keySet());
                }
            }
        }
        return Optional.empty();
    }

    /** Their number and a digest of all that a search may learn from them. */
    @Override
    public String toString() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            all.forEach(past -> digest.update((past.text() + "\n").getBytes(StandardCharsets.UTF_8)));
            return all.size() + " trials "
                    + HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}

package org.jerboa.tune.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jerboa.tune.metric.Objective;

/**
 * The trials of a study that no other one beats in everything: whoever takes another trial instead gives up something in at
 * least one objective. Each trial is taken at its best epoch by the first objective, as that is the epoch whose model is kept.
 * Broken trials, and those with an objective that is not a number, are not in it; of trials that tie in everything all are.
 * Immutable.
 *
 * @param objectives what is compared, at least one
 * @param members the best by the first objective first, then by number
 */
public record ParetoFront(List<Objective> objectives, List<Member> members) {

    /**
     * A trial with its values.
     *
     * @param epoch at which it is taken
     * @param values of the objectives, in their order
     */
    public record Member(Trial trial, EpochResult epoch, List<Double> values) {

        public Member {
            values = List.copyOf(values);
        }
    }

    public ParetoFront {
        objectives = List.copyOf(objectives);
        members = List.copyOf(members);
    }

    /**
     * That of some trials. Quadratic in their number in the worst case, where all of them are in it.
     *
     * @throws IllegalArgumentException if there is no objective, or a metric was never reported
     */
    public static ParetoFront of(List<Trial> trials, List<Objective> objectives) {
        if (objectives.isEmpty()) {
            throw new IllegalArgumentException("no objective to compare trials by; give one at least");
        }
        List<Member> candidates = new ArrayList<>();
        for (Trial trial : trials) {
            candidate(trial, objectives).ifPresent(candidates::add);
        }
        Objective first = objectives.get(0);
        candidates.sort(Comparator.comparing((Member member) -> member.values.get(0), first.direction()::compare)
                .thenComparingInt(member -> member.trial.id()));
        // whoever is not behind a member of the front is not behind anybody, as being behind is transitive
        List<Member> front = new ArrayList<>();
        for (Member candidate : candidates) {
            if (front.stream().noneMatch(member -> dominates(member, candidate, objectives))) {
                front.removeIf(member -> dominates(candidate, member, objectives));
                front.add(candidate);
            }
        }
        return new ParetoFront(objectives, front);
    }

    private static Optional<Member> candidate(Trial trial, List<Objective> objectives) {
        if (trial.status().isBroken()) {
            return Optional.empty();
        }
        return trial.best(objectives.get(0))
                .map(epoch -> new Member(
                        trial,
                        epoch,
                        objectives.stream()
                                .map(objective -> objective.value(epoch.metrics()))
                                .toList()))
                .filter(member -> member.values.stream().noneMatch(value -> value.isNaN()));
    }

    /** Whether one is at least as good in everything and better in something. */
    private static boolean dominates(Member one, Member other, List<Objective> objectives) {
        boolean better = false;
        for (int i = 0; i < objectives.size(); i++) {
            int order = objectives.get(i).direction().compare(one.values.get(i), other.values.get(i));
            if (order > 0) {
                return false;
            }
            better |= order < 0;
        }
        return better;
    }

    /** A table for people: a line for each member, with its values and its configuration. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("trial  epoch");
        objectives.forEach(objective -> text.append(String.format(Locale.ROOT, "  %12s", objective.metric())));
        text.append("  configuration\n");
        for (Member member : members) {
            text.append(String.format(Locale.ROOT, "%5d  %5d", member.trial.id(), member.epoch.epoch()));
            member.values.forEach(value -> text.append(String.format(Locale.ROOT, "  %12s", ShortText.metric(value))));
            text.append("  ").append(ShortText.of(member.trial.configuration())).append('\n');
        }
        return text.toString();
    }
}

package org.jerboa.search.allocation.bracket;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jerboa.search.allocation.Ladder;

/**
 * A run of successive halving: so many trials are trained for so many epochs, the best go on to the next rung, and so to the
 * last. Immutable.
 *
 * @param number of the bracket as the paper has it: how many rungs come after the first
 * @param rungs with falling numbers of trials and rising epochs; at least one
 */
public record Bracket(int number, List<Rung> rungs) {

    /**
     * A rung.
     *
     * @param trials that are trained up to it; at least 1
     * @param epochs that they have had then, those of the rungs before included
     */
    public record Rung(long trials, int epochs) {

        @Override
        public String toString() {
            return trials + "@" + epochs;
        }
    }

    public Bracket {
        rungs = List.copyOf(rungs);
    }

    /**
     * Of so many trials on the upper rungs of a ladder: {@code floor(trials / eta^i)} reach rung i, and always one.
     *
     * @param number of rungs after the first
     */
    static Bracket of(long trials, Ladder ladder, int number, int eta) {
        List<Rung> rungs = new ArrayList<>();
        long left = trials;
        for (int rung = ladder.top() - number; rung <= ladder.top(); rung++) {
            rungs.add(new Rung(Math.max(1, left), ladder.milestone(rung)));
            left /= eta;
        }
        return new Bracket(number, rungs);
    }

    /** Trials that are started. */
    public long trials() {
        return rungs.get(0).trials();
    }

    /** Epochs that are trained: a trial that goes on is trained from where it was, and costs its new epochs only. */
    public long epochs() {
        long sum = 0;
        int before = 0;
        for (Rung rung : rungs) {
            sum += rung.trials() * (rung.epochs() - before);
            before = rung.epochs();
        }
        return sum;
    }

    /** Epochs that would be trained if every rung began anew, as the paper counts them. */
    public long epochsFromScratch() {
        return rungs.stream().mapToLong(rung -> rung.trials() * rung.epochs()).sum();
    }

    /** {@code 81@1 27@3 9@9 3@27 1@81}. */
    @Override
    public String toString() {
        return rungs.stream().map(Rung::toString).collect(Collectors.joining(" "));
    }
}

package org.jerboa.search.allocation.asha;

import java.util.OptionalLong;
import org.jerboa.search.allocation.Ladder;

/** How many epochs a search is going to train, as far as can be told. */
final class Forecast {

    private final Ladder ladder;
    private final int eta;
    private final Brackets brackets;

    /** Of trials; {@link Long#MAX_VALUE} if there is none. */
    private long limit;

    private long started;
    private long trained;

    Forecast(Ladder ladder, int eta, Brackets brackets, long limit) {
        this.ladder = ladder;
        this.eta = eta;
        this.brackets = brackets;
        this.limit = limit;
    }

    void started() {
        started++;
    }

    void startNoMore() {
        limit = started;
    }

    void trained() {
        trained++;
    }

    OptionalLong epochs() {
        long trials = Math.max(limit, started);
        if (trials == Long.MAX_VALUE) {
            return OptionalLong.empty();
        }
        long weights = brackets.all().stream().mapToLong(AshaBracket::weight).sum();
        double sum = 0;
        for (int first = 0; first < brackets.all().size(); first++) {
            sum += epochs(first, (double) trials * brackets.all().get(first).weight() / weights);
        }
        return OptionalLong.of(Math.max(trained, Math.round(sum)));
    }

    /** If one in eta goes up from each rung. */
    private double epochs(int first, double trials) {
        double sum = trials * ladder.milestone(first);
        double left = trials;
        for (int rung = first + 1; rung < ladder.size(); rung++) {
            left = Math.max(Math.min(1, trials), Math.floor(left / eta));
            sum += left * (ladder.milestone(rung) - ladder.milestone(rung - 1));
        }
        return sum;
    }
}

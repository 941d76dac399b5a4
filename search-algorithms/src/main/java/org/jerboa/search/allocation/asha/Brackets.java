package org.jerboa.search.allocation.asha;

import java.util.List;
import java.util.stream.IntStream;
import org.jerboa.search.allocation.Ladder;

/** The brackets of a search, and which of them gets the next trial. */
final class Brackets {

    private final List<AshaBracket> all;
    private final long[] dealt;
    private final long weights;

    Brackets(Ladder ladder, int eta, int count) {
        this.all = IntStream.range(0, count)
                .mapToObj(first -> new AshaBracket(first, ladder, eta))
                .toList();
        this.dealt = new long[count];
        this.weights = all.stream().mapToLong(AshaBracket::weight).sum();
    }

    List<AshaBracket> all() {
        return all;
    }

    /** The one with all rungs. */
    AshaBracket widest() {
        return all.get(0);
    }

    /** The bracket that is furthest behind its part, counting the trial to be dealt. */
    AshaBracket deal() {
        long total = 1;
        for (long count : dealt) {
            total += count;
        }
        int furthest = 0;
        for (int i = 1; i < dealt.length; i++) {
            furthest = behind(i, total) > behind(furthest, total) ? i : furthest;
        }
        dealt[furthest]++;
        return all.get(furthest);
    }

    private long behind(int bracket, long total) {
        return all.get(bracket).weight() * total - dealt[bracket] * weights;
    }
}

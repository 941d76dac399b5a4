package org.jerboa.search.allocation.population;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The members that have come to an age, by their losses at it. */
final class Ranking {

    private final List<Member> ranked;
    private final int ends;

    /** @param quantile part of the members at either end */
    Ranking(int age, Collection<Member> members, double quantile) {
        this.ranked = members.stream()
                .filter(member -> member.age() >= age)
                .sorted(Comparator.<Member>comparingDouble(member -> member.lossAt(age))
                        .thenComparingInt(member -> member.trial().number()))
                .toList();
        int most = Math.max(1, ranked.size() / 2);
        this.ends = Math.min(most, (int) Math.ceil(quantile * ranked.size() - 1e-9));
    }

    /** Those of the best that others can start from. */
    List<Member> best() {
        return ranked.subList(0, ends).stream()
                .filter(member -> member.isLive() && member.trial().depth() > 0)
                .toList();
    }

    /** Whether a member is among the worst; a single one is not. */
    boolean isAmongWorst(Member member) {
        return ranked.size() > 1 && ranked.indexOf(member) >= ranked.size() - ends;
    }
}

package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.Comparator;

/** Orders of trials for the rows of a cyclic plan. */
final class Rows {

    private Rows() {}

    static int[] numbered(int trials) {
        int[] rows = new int[trials];
        Arrays.setAll(rows, trial -> trial);
        return rows;
    }

    /** Neighbours take similar times, so that those in one round do not wait for each other. */
    static int[] longestFirst(Shop shop) {
        return Arrays.stream(numbered(shop.trials()))
                .boxed()
                .sorted(Comparator.comparingDouble(trial -> -shop.nanos(trial, 0)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Times rise along the rows and fall again, so that first and last are neighbours of similar times too. */
    static int[] mountain(Shop shop) {
        int[] sorted = longestFirst(shop);
        int[] rows = new int[sorted.length];
        int low = 0;
        int high = rows.length - 1;
        for (int i = sorted.length - 1; i >= 0; i--) {
            if ((sorted.length - 1 - i) % 2 == 0) {
                rows[low++] = sorted[i];
            } else {
                rows[high--] = sorted[i];
            }
        }
        return rows;
    }
}

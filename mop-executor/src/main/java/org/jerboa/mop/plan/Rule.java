package org.jerboa.mop.plan;

/** Rules that plan by themselves, for comparison with the portfolio that is made of them. */
public enum Rule {

    /** A machine that is free takes any trial that has something for it (Cerebro, PVLDB 13(11) 2020, section 5). */
    RANDOMISED("randomised"),

    /** A Latin square of trials and shards, in the order of their numbers: optimal for trials of equal cost. */
    CYCLIC("cyclic"),

    /** A machine that is free takes the trial with the most time left in this epoch. The seed plays no part. */
    LONGEST_REMAINING("longest remaining");

    private final String title;

    Rule(String title) {
        this.title = title;
    }

    /** As it stands in {@link Plan#rule()}. */
    public String title() {
        return title;
    }
}

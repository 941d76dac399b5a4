package org.jerboa.benchmarks.training;

/** A way of training the models, all of them over the same shards for the same epochs. */
enum Way {
    /** A study on two workers with one tool thread each. */
    STUDY("a study on 2 workers", false),

    /** A plain loop on one thread, with one tool thread. */
    LOOP("one after the other, 1 tool thread", false),

    /** Two plain threads that share the models, with one tool thread each: the most that two cores can give. */
    PLAIN_THREADS("2 plain threads, 1 tool thread each", false),

    /** Two plain threads that share the models, with as many tool threads as the tool takes by itself. */
    PLAIN_THREADS_WITH_DEFAULTS("2 plain threads, default tool threads", true),

    /** The study with the fast path for convolution off. */
    STUDY_WITHOUT_ONEDNN("the study without oneDNN", false);

    private final String text;
    private final boolean toolDefaults;

    Way(String text, boolean toolDefaults) {
        this.text = text;
        this.toolDefaults = toolDefaults;
    }

    /** Whether the tool is left to itself, which takes a process where nobody has set its number of threads. */
    boolean usesToolDefaults() {
        return toolDefaults;
    }

    @Override
    public String toString() {
        return text;
    }
}

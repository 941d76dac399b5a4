package org.jerboa.mop.plan;

/** Trials that could start a unit now, in the order in which a rule of dispatch prefers them. */
interface IdleTrials {

    /** Which of a trial's shards a machine could run now. */
    interface Offers {

        /** @return -1 if none */
        int shardFor(int machine, int trial);
    }

    /** Forgets all. */
    void clear();

    /** @param remaining time that the trial needs at least for all its units that are left */
    void add(int trial, long remaining);

    void remove(int trial);

    /**
     * Takes out the trial that the rule gives to the machine.
     *
     * @return -1 if none has anything for the machine
     */
    int take(int machine, Offers offers);

    /** How many trials there are; 0 if they are in no order that could be told. */
    default int size() {
        return 0;
    }

    /** Whether the rule gives a trial to a machine rather than another, if it can have both. */
    default boolean isBefore(int trial, int other) {
        throw new IllegalStateException("trials are in no order");
    }
}

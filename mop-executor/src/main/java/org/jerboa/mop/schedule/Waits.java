package org.jerboa.mop.schedule;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The machines that were left without work: for whom they wait, and until when. */
final class Waits {

    private static final int NONE = -1;

    private int[] trialOf = new int[0];
    private long[] until = new long[0];
    private int[] machineFor = new int[0];
    private boolean[] idle = new boolean[0];
    private int idles;
    private long latest;
    private long patience = Floor.NEVER;

    /** As {@link #patience}, if there comes to be something that those who wait could do instead. */
    private long patienceWithWork = Floor.NEVER;

    /**
     * A machine waits for a trial that is expected by a time; from {@code bound} on it should be asked again.
     *
     * @param anyWork whether there is anything at all to ask it for; if not, it need not be asked before there is
     */
    void await(Machine machine, int trial, long expected, long bound, boolean anyWork) {
        grow(machine.index(), trial);
        trialOf[machine.index()] = trial;
        machineFor[trial] = machine.index();
        until[machine.index()] = expected;
        latest = Math.max(latest, expected);
        if (anyWork) {
            patience = Math.min(patience, bound);
        } else {
            patienceWithWork = Math.min(patienceWithWork, bound);
        }
    }

    /** There is something to ask machines for. */
    void workCame() {
        patience = Math.min(patience, patienceWithWork);
        patienceWithWork = Floor.NEVER;
    }

    /** A machine has nothing to wait for; if {@code bound} comes it should be asked again. */
    void idle(Machine machine, long bound) {
        grow(machine.index(), NONE);
        idle[machine.index()] = true;
        idles++;
        patience = Math.min(patience, bound);
    }

    private void grow(int machine, int trial) {
        if (machine >= trialOf.length) {
            int had = trialOf.length;
            int size = Math.max(machine + 1, 2 * had);
            trialOf = Arrays.copyOf(trialOf, size);
            Arrays.fill(trialOf, had, size, NONE);
            until = Arrays.copyOf(until, size);
            idle = Arrays.copyOf(idle, size);
        }
        if (trial >= machineFor.length) {
            int had = machineFor.length;
            machineFor = Arrays.copyOf(machineFor, Math.max(trial + 1, 2 * had));
            Arrays.fill(machineFor, had, machineFor.length, NONE);
        }
    }

    /** All machines should be asked again at that time. */
    void all(long bound) {
        patience = Math.min(patience, bound);
    }

    void end(Machine machine) {
        int index = machine.index();
        if (index >= trialOf.length) {
            return;
        }
        if (idle[index]) {
            idle[index] = false;
            idles--;
        }
        int trial = trialOf[index];
        if (trial != NONE) {
            trialOf[index] = NONE;
            if (machineFor[trial] == index) {
                machineFor[trial] = NONE;
            }
        }
    }

    void clear() {
        Arrays.fill(trialOf, NONE);
        Arrays.fill(machineFor, NONE);
        Arrays.fill(idle, false);
        idles = 0;
        latest = 0;
        patience = Floor.NEVER;
        patienceWithWork = Floor.NEVER;
    }

    OptionalInt by(int trial) {
        return trial < machineFor.length && machineFor[trial] != NONE
                ? OptionalInt.of(machineFor[trial])
                : OptionalInt.empty();
    }

    boolean isAnyIdle() {
        return idles > 0;
    }

    long latest() {
        return latest;
    }

    OptionalLong patience() {
        long due = patience;
        return due == Floor.NEVER ? OptionalLong.empty() : OptionalLong.of(due);
    }
}

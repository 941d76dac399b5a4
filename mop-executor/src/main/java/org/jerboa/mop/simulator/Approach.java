package org.jerboa.mop.simulator;

/** Ways of training a set of configurations on several workers. */
public enum Approach {
    MOP("MOP"),
    /** Whole trials on workers that each have a copy of all data. */
    TASK_PARALLEL_COPIED("task parallel, data copied"),
    /** Whole trials on workers that read the data from a store in every epoch. */
    TASK_PARALLEL_REMOTE("task parallel, data read remotely"),
    /** One trial at a time on all workers, models averaged at the end of each epoch: bulk synchronous parallel. */
    MODEL_AVERAGING("BSP model averaging"),
    /** One trial at a time on all workers, gradients through parameter servers with every minibatch, asynchronously. */
    PARAMETER_SERVER("parameter server"),
    /** One trial at a time on all workers, gradients through a ring with every minibatch, as Horovod does. */
    ALL_REDUCE("data parallel, all-reduce");

    private final String label;

    Approach(String label) {
        this.label = label;
    }

    /** Its name in tables. */
    public String label() {
        return label;
    }
}

package org.jerboa.mop.simulator;

/**
 * Bytes that each approach moves between machines and stores, as section 2 of the Cerebro papers counts them (CIDR 2021;
 * PVLDB 13(11), 2020, with the errata for Horovod). With S configurations of m bytes, p workers, k epochs, data of |D|
 * bytes and batches of b:
 *
 * <pre>
 * MOP                           k m p S + m S
 * task parallel, copied         p |D| + m S
 * task parallel, read remotely  k S |D| + m S
 * BSP model averaging           2 k m p S
 * parameter server              2 k m p S ceil(|D| / (b p))
 * all-reduce                    2 k m (p - 1) S ceil(|D| / (b p))
 * </pre>
 *
 * <p>Where the papers have one shard a worker, a model here moves once for each shard; a model that finds its next shard
 * where it is moves less. Further replicas of the shards have to be brought to their workers and count as moved; the first
 * ones are taken to be in place, as in the papers. Stored is the training data only.
 */
public final class CommunicationModel {

    private final Workload work;

    public CommunicationModel(Workload work) {
        this.work = work;
    }

    /** Bytes that go over the network from the first unit to the last model brought home. */
    public double bytesMoved(Approach approach) {
        double models = work.modelBytes();
        double workers = work.workers().size();
        double passes = work.epochs();
        return switch (approach) {
            case MOP -> passes * models * work.shards() + models + (work.replicas() - 1) * work.dataBytes();
            case TASK_PARALLEL_COPIED -> workers * work.dataBytes() + models;
            case TASK_PARALLEL_REMOTE -> passes * work.trials().size() * work.dataBytes() + models;
            case MODEL_AVERAGING -> 2 * passes * workers * models;
            case PARAMETER_SERVER -> 2 * passes * workers * modelBytesOfAllSteps();
            case ALL_REDUCE -> 2 * passes * (workers - 1) * modelBytesOfAllSteps();
        };
    }

    /** Each model's bytes once for each step of an epoch that all workers take together. */
    private double modelBytesOfAllSteps() {
        return work.trials().stream()
                .mapToDouble(trial -> trial.modelBytes() * work.stepsTogether(trial))
                .sum();
    }

    /** Bytes of training data on all machines together. */
    public double bytesStored(Approach approach) {
        return switch (approach) {
            case MOP -> work.replicas() * work.dataBytes();
            case TASK_PARALLEL_COPIED -> work.workers().size() * work.dataBytes();
            case TASK_PARALLEL_REMOTE, MODEL_AVERAGING, PARAMETER_SERVER, ALL_REDUCE -> work.dataBytes();
        };
    }

    /** Bytes of training data on each worker; none where it is read from a store. */
    public double bytesStoredPerWorker(Approach approach) {
        return approach == Approach.TASK_PARALLEL_REMOTE
                ? 0
                : bytesStored(approach) / work.workers().size();
    }
}

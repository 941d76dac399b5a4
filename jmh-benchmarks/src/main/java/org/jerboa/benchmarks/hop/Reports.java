package org.jerboa.benchmarks.hop;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;

/** What a pool says, waited for one by one. */
final class Reports implements WorkerPool.Events {

    private final BlockingQueue<WorkerInfo> workers = new LinkedBlockingQueue<>();
    private final BlockingQueue<UnitReport> reports = new LinkedBlockingQueue<>();

    WorkerInfo nextWorker() throws InterruptedException {
        return workers.take();
    }

    /** @throws IllegalStateException if the unit failed, with its cause */
    UnitReport.Trained nextTrained() throws InterruptedException {
        UnitReport report = reports.take();
        if (report instanceof UnitReport.Trained trained) {
            return trained;
        }
        throw new IllegalStateException("a unit was not trained but answered by " + report);
    }

    @Override
    public void joined(WorkerInfo worker) {
        workers.add(worker);
    }

    @Override
    public void changed(WorkerInfo worker) {
        // all shards are reached from the beginning
    }

    @Override
    public void started(String worker, long ticket) {
        // the report tells how long a unit took
    }

    @Override
    public void left(String worker, String reason) {
        reports.add(new UnitReport.Failed(0, worker, UnitReport.Reason.ERROR, "the worker left: " + reason, ""));
    }

    @Override
    public void reported(UnitReport report) {
        reports.add(report);
    }

    @Override
    public void committed(CheckpointId id, long bytes) {
        // nothing is committed here
    }

    @Override
    public void commitFailed(CheckpointId id, IOException cause) {
        reports.add(UnitReport.Failed.of(0, "", UnitReport.Reason.ERROR, cause));
    }
}

package org.jerboa.hazelcast.internal.driver;

import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitReport;

/** A worker only knows of models that it had itself; that one came from another member is known to the driver. */
final class Hops {

    private Hops() {}

    /** The same report, of a unit whose model hopped. */
    static UnitReport marked(UnitReport report) {
        if (report instanceof UnitReport.Trained trained) {
            return new UnitReport.Trained(
                    trained.ticket(), trained.worker(), trained.training(), marked(trained.cost()));
        } else if (report instanceof UnitReport.Evaluated evaluated) {
            return new UnitReport.Evaluated(
                    evaluated.ticket(), evaluated.worker(), evaluated.metrics(), marked(evaluated.cost()));
        }
        return report;
    }

    private static UnitCost marked(UnitCost cost) {
        return new UnitCost(cost.toolNanos(), cost.overheadNanos(), true, cost.bytesMoved(), cost.modelBytes());
    }
}

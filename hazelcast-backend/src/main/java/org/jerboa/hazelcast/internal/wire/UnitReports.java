package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitReport;

/** How a unit's report is written, field by field; metrics, which are of the handler's types, as a {@link Payload}. */
final class UnitReports {

    private static final byte TRAINED = 1;
    private static final byte EVALUATED = 2;
    private static final byte FAILED = 3;

    private UnitReports() {}

    static void write(UnitReport report, ObjectDataOutput out) throws IOException {
        out.writeLong(report.ticket());
        out.writeString(report.worker());
        if (report instanceof UnitReport.Trained trained) {
            out.writeByte(TRAINED);
            out.writeLong(trained.training().examples());
            out.writeLong(trained.training().minibatches());
            out.writeDouble(trained.training().loss());
            write(trained.cost(), out);
        } else if (report instanceof UnitReport.Evaluated evaluated) {
            out.writeByte(EVALUATED);
            out.writeByteArray(Payload.of(evaluated.metrics()));
            write(evaluated.cost(), out);
        } else if (report instanceof UnitReport.Failed failed) {
            out.writeByte(FAILED);
            out.writeString(failed.reason().name());
            out.writeString(failed.cause());
            out.writeString(failed.trace());
        }
    }

    static UnitReport read(ObjectDataInput in) throws IOException {
        long ticket = in.readLong();
        String worker = Objects.requireNonNull(in.readString());
        byte kind = in.readByte();
        return switch (kind) {
            case TRAINED ->
                new UnitReport.Trained(
                        ticket,
                        worker,
                        new TrainingSummary(in.readLong(), in.readLong(), in.readDouble()),
                        readCost(in));
            case EVALUATED ->
                new UnitReport.Evaluated(
                        ticket,
                        worker,
                        Payload.read(
                                Objects.requireNonNull(in.readByteArray()),
                                MetricAccumulator.class,
                                in.getClassLoader()),
                        readCost(in));
            case FAILED ->
                new UnitReport.Failed(
                        ticket,
                        worker,
                        UnitReport.Reason.valueOf(Objects.requireNonNull(in.readString())),
                        Objects.requireNonNull(in.readString()),
                        Objects.requireNonNull(in.readString()));
            default -> throw new IOException("a report of kind " + kind + " is not known here");
        };
    }

    private static void write(UnitCost cost, ObjectDataOutput out) throws IOException {
        out.writeLong(cost.toolNanos());
        out.writeLong(cost.overheadNanos());
        out.writeBoolean(cost.hopped());
        out.writeLong(cost.bytesMoved());
        out.writeLong(cost.modelBytes());
    }

    private static UnitCost readCost(ObjectDataInput in) throws IOException {
        return new UnitCost(in.readLong(), in.readLong(), in.readBoolean(), in.readLong(), in.readLong());
    }
}

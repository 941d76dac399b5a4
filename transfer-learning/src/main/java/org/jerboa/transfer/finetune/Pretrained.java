package org.jerboa.transfer.finetune;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.dl4j.StartingPoint;
import org.jerboa.transfer.graph.PartialForward;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network that is fine-tuned, as every worker has it: one copy of its parameters in a process, however many models start from it
 * or read what its layers give. Serialisable with its parameters. Thread-safe.
 */
final class Pretrained implements StartingPoint<ComputationGraph> {

    private static final long serialVersionUID = 1L;

    private static final int CHUNK = 1 << 16;

    private final TrainedNetwork network;
    private final String checksum;

    private transient volatile @Nullable Ready ready;

    /** What is made of it in a process. */
    private record Ready(Map<String, INDArray> table, Queue<PartialForward> idle, AtomicLong work) {

        static Ready of(TrainedNetwork network) {
            return new Ready(network.network().paramTable(), new ConcurrentLinkedQueue<>(), new AtomicLong());
        }
    }

    Pretrained(TrainedNetwork network) {
        this.network = network;
        this.checksum = checksum(network.parameters());
        this.ready = Ready.of(network);
    }

    private static String checksum(INDArray parameters) {
        FloatBuffer numbers =
                (parameters.isView() ? parameters.dup() : parameters).data().asNioFloat();
        CRC32C sum = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
        while (numbers.hasRemaining()) {
            int count = Math.min(CHUNK, numbers.remaining());
            chunk.clear();
            chunk.asFloatBuffer().put(numbers.slice(numbers.position(), count));
            sum.update(chunk.limit(count * Float.BYTES));
            numbers.position(numbers.position() + count);
        }
        return Long.toHexString(sum.getValue());
    }

    private Ready ready() {
        Ready there = ready;
        if (there == null) {
            synchronized (this) {
                there = ready;
                if (there == null) {
                    there = Ready.of(network);
                    ready = there;
                }
            }
        }
        return there;
    }

    TrainedNetwork network() {
        return network;
    }

    /** A copy of its description. */
    ComputationGraphConfiguration configuration() {
        return network.configuration();
    }

    /** Something to compute layers with, for one thread until it is given back. */
    PartialForward borrow() {
        PartialForward idle = ready().idle().poll();
        return idle == null ? network.forward() : idle;
    }

    /** @param work that it has done since it was borrowed, in multiply-accumulates */
    void giveBack(PartialForward forward, long work) {
        ready().work().addAndGet(work);
        ready().idle().add(forward);
    }

    /** Multiply-accumulates of all that was borrowed and given back in this process. */
    long work() {
        return ready().work().get();
    }

    /** Gives all layers that the network has, too, their parameters. */
    @Override
    public void prepare(ComputationGraph network) {
        copyTo(network);
    }

    void copyTo(ComputationGraph network) {
        Map<String, INDArray> own = network.paramTable();
        ready().table().forEach((name, values) -> {
            INDArray place = own.get(name);
            if (place != null) {
                place.assign(values);
            }
        });
    }

    @Override
    public String describe() {
        return "parameters with CRC-32C " + checksum;
    }
}

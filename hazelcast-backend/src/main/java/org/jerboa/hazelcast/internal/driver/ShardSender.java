package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;

/** Sends shards to a member, in parts of 4 MB of which a few are under way at a time. */
final class ShardSender {

    private static final int PART = 4 << 20;
    private static final int WINDOW = 4;

    private final HazelcastInstance here;
    private final Member to;
    private final String study;
    private final int session;

    ShardSender(HazelcastInstance here, Member to, String study, int session) {
        this.here = here;
        this.to = to;
        this.study = study;
        this.session = session;
    }

    /**
     * The shard is there when it returns.
     *
     * @throws IOException if it cannot be read here, or kept there
     * @throws ExecutionException if the member has left, or something like it
     */
    void send(Shard shard) throws IOException, ExecutionException, InterruptedException {
        Examples examples = shard.open();
        ShardPart.Header header = new ShardPart.Header(
                shard.split(),
                shard.index(),
                examples.schema().toText(),
                examples.count(),
                examples.bytes(),
                shard.checksum());
        Deque<Future<@Nullable String>> underWay = new ArrayDeque<>();
        long offset = 0;
        for (Tensor tensor : examples.tensors()) {
            ByteBuffer raw = tensor.raw();
            while (raw.hasRemaining()) {
                byte[] bytes = new byte[Math.min(PART, raw.remaining())];
                raw.get(bytes);
                if (underWay.size() == WINDOW) {
                    requireTaken(underWay.remove().get());
                }
                ShardPart part = new ShardPart(study, session, header, offset, bytes);
                underWay.add(here.getExecutorService(Grid.TRANSFERS).submitToMember(part, to));
                offset += bytes.length;
            }
        }
        while (!underWay.isEmpty()) {
            requireTaken(underWay.remove().get());
        }
    }

    private static void requireTaken(@Nullable String answer) throws IOException {
        if (answer != null) {
            throw new IOException(answer);
        }
    }
}

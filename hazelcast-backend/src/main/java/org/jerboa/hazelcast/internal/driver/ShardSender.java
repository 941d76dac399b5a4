package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets shards to a member: by the name of a file that it sees too, or in parts of 4 MB of which a few are under way at a time. */
final class ShardSender {

    private static final Logger LOG = LoggerFactory.getLogger(ShardSender.class);
    private static final int PART = 4 << 20;
    private static final int WINDOW = 4;

    private final HazelcastInstance here;
    private final Member to;
    private final String study;
    private final int session;
    private final StudyFigures figures;

    ShardSender(HazelcastInstance here, Member to, String study, int session, StudyFigures figures) {
        this.here = here;
        this.to = to;
        this.study = study;
        this.session = session;
        this.figures = figures;
    }

    /**
     * The shard is there when it returns: read from its file, if the member finds that with the same bytes in it, or sent.
     *
     * @throws IOException if it cannot be read here, or kept there
     * @throws ExecutionException if the member has left, or something like it
     */
    void send(Shard shard) throws IOException, ExecutionException, InterruptedException {
        send(shard, header(shard, checksumOfBytes(shard), false));
    }

    /** @param source whether it is what others are derived from */
    static ShardPart.Header header(Shard shard, long checksum, boolean source) {
        return new ShardPart.Header(
                shard.split(),
                shard.index(),
                shard.schema().toText(),
                shard.examples(),
                shard.bytes(),
                checksum,
                source);
    }

    /** Sends it under this header. */
    void send(Shard shard, ShardPart.Header header) throws IOException, ExecutionException, InterruptedException {
        Optional<Shard.Stored> stored = shard.stored();
        if (stored.isPresent() && isFoundThere(header, stored.get())) {
            figures.readFromFile();
        } else {
            sendBytes(shard, header);
        }
    }

    /** A derived shard's own tells what it is computed by, and not what has come of it. */
    private static long checksumOfBytes(Shard shard) throws IOException {
        return shard.derivedFrom().isPresent() ? shard.open().checksum() : shard.checksum();
    }

    private boolean isFoundThere(ShardPart.Header header, Shard.Stored stored)
            throws ExecutionException, InterruptedException {
        ShardFile file = new ShardFile(study, session, header, stored.file().toString(), stored.offsets());
        String answer =
                here.getExecutorService(Grid.TRANSFERS).submitToMember(file, to).get();
        if (answer != null) {
            LOG.debug("{} shard {} is sent to {}: {}", header.split().label(), header.index(), to, answer);
        }
        return answer == null;
    }

    private void sendBytes(Shard shard, ShardPart.Header header)
            throws IOException, ExecutionException, InterruptedException {
        Deque<Future<@Nullable String>> underWay = new ArrayDeque<>();
        long offset = 0;
        for (Tensor tensor : shard.open().tensors()) {
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
                figures.sent(bytes.length);
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

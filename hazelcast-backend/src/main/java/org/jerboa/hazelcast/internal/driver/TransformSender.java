package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jerboa.tune.data.ShardTransform;
import org.jspecify.annotations.Nullable;

/** Serialises a transform to a member, in parts that are sent while the next ones are written; so there is no whole copy of it here. */
final class TransformSender {

    private static final int PART = 1 << 20;
    private static final int WINDOW = 4;

    private final HazelcastInstance here;
    private final Member to;
    private final String study;
    private final int session;
    private final StudyFigures figures;

    TransformSender(HazelcastInstance here, Member to, String study, int session, StudyFigures figures) {
        this.here = here;
        this.to = to;
        this.study = study;
        this.session = session;
        this.figures = figures;
    }

    /**
     * The member has it when it returns.
     *
     * @throws IOException if it cannot be serialised here, or read there
     * @throws ExecutionException if the member has left, or something like it
     */
    void send(ShardTransform transform) throws IOException, ExecutionException, InterruptedException {
        Parts parts = new Parts(transform.key());
        try {
            ObjectOutputStream out = new ObjectOutputStream(parts);
            out.writeObject(transform);
            out.flush();
            parts.finish();
        } catch (NotSerializableException e) {
            throw new IOException(
                    "a " + transform.getClass().getName() + " cannot be sent to other JVMs (" + e
                            + "); what a transform is made of must be Serializable",
                    e);
        } catch (Broken e) {
            if (e.cause instanceof ExecutionException gone) {
                throw gone;
            }
            throw new InterruptedException();
        }
    }

    /** The member is gone, or the thread was interrupted: what a stream cannot throw. */
    private static final class Broken extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Exception cause;

        Broken(Exception cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private final class Parts extends OutputStream {

        private final String key;
        private final long sending = ThreadLocalRandom.current().nextLong();
        private final CRC32C checksum = new CRC32C();
        private final Deque<Future<@Nullable String>> underWay = new ArrayDeque<>();
        private byte[] part = new byte[PART];
        private int filled;
        private long offset;

        Parts(String key) {
            this.key = key;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int at = from;
            while (at < from + length) {
                if (filled == PART) {
                    submit(false);
                }
                int some = Math.min(PART - filled, from + length - at);
                System.arraycopy(bytes, at, part, filled, some);
                filled += some;
                at += some;
            }
        }

        private void submit(boolean last) throws IOException {
            if (underWay.size() == WINDOW) {
                requireTaken(underWay.remove());
            }
            byte[] bytes = filled == PART ? part : Arrays.copyOf(part, filled);
            checksum.update(bytes);
            TransformPart task =
                    new TransformPart(study, session, key, sending, offset, bytes, last, checksum.getValue());
            underWay.add(here.getExecutorService(Grid.TRANSFERS).submitToMember(task, to));
            figures.sentTransform(bytes.length);
            offset += bytes.length;
            filled = 0;
            part = new byte[last ? 0 : PART];
        }

        /** Sends the rest. */
        void finish() throws IOException {
            submit(true);
            while (!underWay.isEmpty()) {
                requireTaken(underWay.remove());
            }
        }

        private void requireTaken(Future<@Nullable String> answer) throws IOException {
            try {
                String refusal = answer.get();
                if (refusal != null) {
                    throw new IOException(refusal);
                }
            } catch (ExecutionException | InterruptedException e) {
                throw new Broken(e);
            }
        }
    }
}

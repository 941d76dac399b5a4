package org.jerboa.hazelcast.internal.checkpoint;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.NoDataMemberInClusterException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * A study's checkpoints in the memory of a grid: chunks of 4 MB, four of them under way at a time, and last a manifest with
 * length and checksum in the trial's {@link TrialRecord}. Chunks that were read stay at hand, as far as their bytes fit a
 * bound.
 *
 * <p>Large values hold up everything else between two members for as long as they take; chunks keep that to milliseconds.
 *
 * <p>Thread-safe. Several instances, on several members, show the same checkpoints.
 */
public final class GridCheckpoints implements CheckpointStore {

    /** Copies beside the first that a grid can be set to keep; each has maps of its own. */
    public static final int MOST_BACKUPS = 3;

    private static final String CHUNKS = "jerboa.chunks.";
    private static final String TRIALS = "jerboa.trials.";

    /** How often a reader looks again when a version is replaced while it is read. */
    private static final int LOOKS = 5;

    private final IMap<String, byte[]> chunks;
    private final IMap<Integer, TrialRecord> trials;
    private final ToLongFunction<CheckpointId> tickets;
    private final Cache<String, byte[]> atHand;

    /**
     * @param backups copies that the grid keeps beside the first
     * @param tickets attempt that a version comes from that is about to be put
     * @param cacheBytes memory for chunks that were read
     */
    public GridCheckpoints(
            HazelcastInstance grid, String study, int backups, ToLongFunction<CheckpointId> tickets, long cacheBytes) {
        this.chunks = grid.getMap(chunkMaps(backups) + study);
        this.trials = grid.getMap(trialMaps(backups) + study);
        this.tickets = tickets;
        this.atHand = Caffeine.newBuilder()
                .maximumWeight(Math.max(1, cacheBytes))
                .weigher((String key, byte[] chunk) -> chunk.length)
                .executor(Runnable::run)
                .build();
    }

    /** What the names of maps for chunks with so many backups begin with. */
    public static String chunkMaps(int backups) {
        return CHUNKS + backups + ".";
    }

    /** What the names of maps for records with so many backups begin with. */
    public static String trialMaps(int backups) {
        return TRIALS + backups + ".";
    }

    /**
     * Shuts attempts out, and lets others add versions to these trials, which is not possible before.
     *
     * @param floor attempts before this one are shut out
     * @param refused further attempts that are
     */
    public void fence(Collection<Integer> some, long floor, Collection<Long> refused) throws IOException {
        long[] tickets = refused.stream().mapToLong(Long::longValue).toArray();
        calling(() -> trials.executeOnKeys(Set.copyOf(some), new Fence(floor, tickets)));
    }

    /** Trials of which there is a record. */
    public Set<Integer> known() throws IOException {
        return calling(() -> new HashSet<>(trials.keySet()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws FencedException if its attempt was shut out
     */
    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        String place = id.trial() + "/" + id.version() + "/" + UUID.randomUUID();
        ChunkWriter out = new ChunkWriter(chunks, place);
        try {
            payload.writeTo(out);
            Manifest manifest = out.finish();
            Commit commit = new Commit(tickets.applyAsLong(id), id.version(), manifest);
            String replaced = calling(() -> trials.executeOnKey(id.trial(), commit));
            if (Commit.REFUSED.equals(replaced)) {
                throw new FencedException(id);
            }
            removeChunks(replaced);
            return manifest.length();
        } catch (IOException | RuntimeException | Error e) {
            out.abort();
            throw e;
        }
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        @Nullable Manifest before = null;
        for (int look = 0; true; look++) {
            Manifest manifest = manifest(id);
            try {
                return read(id, manifest, reader);
            } catch (MissingChunkException e) {
                // replaced meanwhile, or its members were lost
                if (look == LOOKS || manifest.equals(before)) {
                    throw new CorruptCheckpointException(id, e.finding);
                }
                before = manifest;
            }
        }
    }

    private Manifest manifest(CheckpointId id) throws IOException {
        TrialRecord trial = calling(() -> trials.get(id.trial()));
        Manifest manifest = trial == null ? null : trial.get(id.version());
        if (manifest == null) {
            throw new NoSuchFileException(id.toString(), null, "the grid has no such checkpoint");
        }
        return manifest;
    }

    private <T> T read(CheckpointId id, Manifest manifest, Reader<T> reader) throws IOException {
        try (ChunkReader in = new ChunkReader(chunks, manifest, atHand)) {
            T result;
            try {
                result = reader.readFrom(in);
            } catch (IOException | RuntimeException e) {
                in.rethrow();
                throw e;
            }
            in.verify(id);
            return result;
        }
    }

    @Override
    public SortedSet<Integer> versions(int trial) throws IOException {
        TrialRecord known = calling(() -> trials.get(trial));
        return known == null ? new TreeSet<>() : new TreeSet<>(known.versions().keySet());
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
        removeChunks(calling(() -> trials.executeOnKey(id.trial(), new Forget(id.version()))));
    }

    /** @param described number of chunks and their place, or nothing */
    private void removeChunks(String described) throws IOException {
        if (described.isEmpty()) {
            return;
        }
        List<String> parts = List.of(described.split(" ", 2));
        for (int chunk = 0; chunk < Integer.parseInt(parts.get(0)); chunk++) {
            String key = Manifest.key(parts.get(1), chunk);
            atHand.invalidate(key);
            calling(() -> {
                chunks.delete(key);
                return key;
            });
        }
    }

    /** Deletes all of the study. */
    public void destroy() {
        chunks.destroy();
        trials.destroy();
    }

    /** Leaves what is stored as it is. */
    @Override
    public void close() {
        atHand.invalidateAll();
    }

    /** Whatever keeps the grid from answering is trouble with storage to those who call. */
    static <T> T calling(Callable<T> call) throws IOException {
        try {
            return call.call();
        } catch (NoDataMemberInClusterException e) {
            throw new IOException("no worker is left in the grid to keep checkpoints", e);
        } catch (HazelcastInstanceNotActiveException e) {
            throw new IOException("this member has left the grid", e);
        } catch (ExecutionException | CompletionException e) {
            throw new IOException("the grid could not do it: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the grid was asked", e);
        } catch (HazelcastException e) {
            throw new IOException("the grid could not do it: " + e, e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** A checkpoint came from an attempt that counts no more. */
    public static final class FencedException extends IOException {

        private static final long serialVersionUID = 1L;

        FencedException(CheckpointId id) {
            super("the checkpoint of " + id
                    + " was refused: its unit was given up for lost, or another driver has taken" + " the study over");
        }
    }

    /** A chunk that a manifest tells of is not there. */
    static final class MissingChunkException extends IOException {

        private static final long serialVersionUID = 1L;

        private final String finding;

        MissingChunkException(Manifest manifest, int chunk) {
            this("chunk " + chunk + " of " + manifest.chunks() + " is not in the grid any more");
        }

        private MissingChunkException(String finding) {
            super(finding);
            this.finding = finding;
        }
    }
}

package org.jerboa.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;

/**
 * Builds shards as files whose names say what is in them: what an interrupted process has left is found by the next one. A file that
 * was not written to its end, or is damaged, is not found, and replaced.
 *
 * <p>Thread-safe for different shards. For one process at a time.
 */
public final class NamedStorage implements Storage {

    private final Map<ShardBuilder.Place, Path> files = new HashMap<>();
    private boolean committed;

    /**
     * @param folder made if it is not there
     * @param names of the files of all shards, without an ending: two shards of one name have the same examples
     */
    public NamedStorage(Path folder, Map<ShardBuilder.Place, String> names) throws IOException {
        FolderStorage.makeWritable(folder);
        names.forEach((place, name) -> files.put(place, folder.resolve(name + ".shard")));
    }

    private Path file(ShardBuilder.Place place) {
        Path file = files.get(place);
        if (file == null) {
            throw new IllegalArgumentException(place + " has no name here; there are " + files.keySet());
        }
        return file;
    }

    @Override
    public Optional<Shard> find(ShardBuilder.Place place, Schema schema) {
        Path file = file(place);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            StoredShard shard = StoredShard.read(file);
            boolean fits = shard.schema().equals(schema)
                    && place.equals(new ShardBuilder.Place(shard.split(), shard.index(), shard.examples()));
            if (!fits) {
                return Optional.empty();
            }
            shard.open(); // compares the checksums
            return Optional.of(shard);
        } catch (IOException e) {
            return Optional.empty(); // of no use, and replaced
        }
    }

    @Override
    public ShardBuilder allocate(ShardBuilder.Place place, Schema schema) throws IOException {
        Path file = file(place);
        Files.deleteIfExists(file);
        return ShardFileBuilder.create(file, place, schema);
    }

    @Override
    public void commit(Dataset dataset) {
        committed = true;
    }

    /** Deletes the files of all shards, those of earlier processes too; none of a dataset that was made permanent. */
    @Override
    public void close() {
        if (!committed) {
            files.values().forEach(FolderStorage::deleteIfPossible);
        }
    }
}

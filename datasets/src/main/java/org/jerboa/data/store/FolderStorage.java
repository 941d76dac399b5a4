package org.jerboa.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Schema;

/**
 * Builds shards as files of a folder. A dataset that is there already is replaced as a whole: the new files have names
 * of the next generation, the new manifest takes the old one's place in one step, and then the old files are deleted.
 * Whoever has the old ones mapped may go on reading; whoever opens the folder sees either dataset, never a mixture.
 *
 * <p>Files are never renamed, as some systems refuse that for a mapped file.
 */
public final class FolderStorage implements Storage {

    private static final Pattern SHARD_FILE = Pattern.compile("(?:training|validation|test)-\\d+\\.(\\d+)\\.shard");

    private final Path folder;
    private final List<Path> earlier;
    private final int generation;
    private final List<Path> written = new ArrayList<>();
    private boolean committed;

    public FolderStorage(Path folder) throws IOException {
        this.folder = folder;
        makeWritable(folder);
        try (Stream<Path> files = Files.list(folder)) {
            this.earlier = files.filter(f -> generation(f) > 0).toList();
        }
        this.generation =
                1 + earlier.stream().mapToInt(FolderStorage::generation).max().orElse(0);
    }

    /** Makes a folder, if it is not there. */
    static void makeWritable(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(
                    "cannot make folder " + folder + " (" + e + "); choose one that this user may write to", e);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("cannot write to folder " + folder + "; choose one that this user may write to");
        }
    }

    /** 0 for a file that is no shard. */
    private static int generation(Path file) {
        Matcher matcher = SHARD_FILE.matcher(file.getFileName().toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Override
    public ShardBuilder allocate(ShardBuilder.Place place, Schema schema) throws IOException {
        Path file = folder.resolve(
                String.format(Locale.ROOT, "%s-%04d.%d.shard", place.split().label(), place.index(), generation));
        ShardBuilder builder = ShardFileBuilder.create(file, place, schema);
        written.add(file);
        return builder;
    }

    @Override
    public void commit(Dataset dataset) throws IOException {
        List<String> names =
                written.stream().map(f -> f.getFileName().toString()).toList();
        new Manifest(dataset.name(), dataset.seed(), dataset.fingerprint(), names).write(folder);
        committed = true;
    }

    /** Deletes what is not needed: the files of earlier datasets, or those of one that did not come about. */
    @Override
    public void close() {
        (committed ? earlier : written).forEach(FolderStorage::deleteIfPossible);
    }

    /**
     * Some systems do not delete a file that is mapped. It does no harm: no manifest names it, and the next dataset that
     * is stored here deletes it.
     */
    static boolean deleteIfPossible(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }
}

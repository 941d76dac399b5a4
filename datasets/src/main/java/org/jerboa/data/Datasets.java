package org.jerboa.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.data.array.BlockSource;
import org.jerboa.data.io.Bytes;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.store.Manifest;
import org.jerboa.data.store.StoredShard;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;

/**
 * Where datasets come from.
 *
 * <pre>{@code
 * Dataset digits = Datasets.csv(Path.of("digits.csv.gz"))
 *         .label(64)
 *         .scale(0, 16)
 *         .split(0.6, 0.2, 0.2)
 *         .shards(4)
 *         .load();
 * }</pre>
 */
public final class Datasets {

    private Datasets() {}

    /** A CSV file, plain or compressed by gzip. */
    public static CsvBuilder csv(Path file) {
        return new CsvBuilder(Bytes.of(file));
    }

    /** A CSV resource, plain or compressed by gzip. */
    public static CsvBuilder csv(URL resource) {
        return new CsvBuilder(Bytes.of(resource));
    }

    /**
     * CSV text from anywhere, plain or compressed by gzip.
     *
     * @param name for messages and as the dataset's name
     */
    public static CsvBuilder csv(String name, StreamSupplier stream) {
        return new CsvBuilder(new Bytes(name, stream));
    }

    /**
     * Files in the format of MNIST and its relatives (IDX), plain or compressed by gzip.
     *
     * @param images numbers of two or more dimensions, the first of which counts examples
     * @param labels class indices, one an example
     */
    public static IdxBuilder idx(Path images, Path labels) {
        return new IdxBuilder(Bytes.of(images), Bytes.of(labels));
    }

    /** A folder with one folder of images for each class; the classes are their names, sorted. */
    public static ImageBuilder images(Path folder) {
        return new ImageBuilder(folder);
    }

    /**
     * Vectors with a class each. Arrays are read when the dataset is loaded, and not kept.
     *
     * @param features {@code [examples][features]}
     * @param classes {@code [examples]}, from 0
     */
    public static ArrayBuilder arrays(float[][] features, int[] classes) {
        return ArrayBuilder.vectors(features, classes);
    }

    /**
     * Vectors with numbers to predict.
     *
     * @param features {@code [examples][features]}
     * @param targets {@code [examples][targets]}
     */
    public static ArrayBuilder arrays(float[][] features, float[][] targets) {
        return ArrayBuilder.vectors(features, targets);
    }

    /**
     * Sequences with a class each. Shorter sequences are padded with zeros at their end to the length of the longest,
     * and get a mask.
     *
     * @param features {@code [examples][time][features]}
     * @param classes {@code [examples]}, from 0
     */
    public static ArrayBuilder sequences(float[][][] features, int[] classes) {
        return ArrayBuilder.sequences(features, classes);
    }

    /**
     * Sequences with a class for each step; padded and masked as in {@link #sequences(float[][][], int[])}, labels too.
     *
     * @param features {@code [examples][time][features]}
     * @param classes {@code [examples][time]}, from 0, as long as the example's sequence
     */
    public static ArrayBuilder sequences(float[][][] features, int[][] classes) {
        return ArrayBuilder.sequences(features, classes);
    }

    /** A block of any schema: several inputs or outputs, masks, any shapes. */
    public static SourceBuilder examples(String name, Examples examples) {
        return from(new BlockSource(name, examples));
    }

    /** Examples that another tool or your own code delivers. */
    public static SourceBuilder from(ExampleSource source) {
        return new SourceBuilder(source);
    }

    /**
     * A dataset that was {@linkplain DatasetBuilder#store stored}. It has the same fingerprint; its shards are mapped,
     * not read into the heap.
     *
     * @throws IOException where there is none, or a file is missing, damaged or of another version; it names the file
     */
    public static Dataset open(Path folder) throws IOException {
        Manifest manifest = Manifest.read(folder);
        List<Shard> shards = new ArrayList<>();
        for (String file : manifest.shards()) {
            shards.add(StoredShard.read(folder.resolve(file)));
        }
        Dataset dataset = checked(manifest, shards, folder);
        if (!dataset.fingerprint().equals(manifest.fingerprint())) {
            throw new IOException("the shard files in " + folder + " are not those of its manifest (fingerprint "
                    + dataset.fingerprint() + " instead of " + manifest.fingerprint()
                    + "); restore them, or store the dataset again");
        }
        return dataset;
    }

    private static Dataset checked(Manifest manifest, List<Shard> shards, Path folder) throws IOException {
        try {
            return Dataset.of(manifest.name(), manifest.seed(), shards);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot open the dataset in " + folder + ": " + e.getMessage(), e);
        }
    }
}

package org.jerboa.benchmarks.hop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.mop.checkpoint.FileCheckpointStore;
import org.jerboa.tune.spi.CheckpointId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Complete training state written and read: by the handler through the store of checkpoints, by the handler alone, and
 * by the tool's own serialiser. Files stay in the page cache, as they do between two units. Reading makes a new network,
 * except from memory, where an old one is filled.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Transfers {

    /** A store on disk that holds the checkpoint already: it is replaced, as it would be by a unit that is run again. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up by JMH
    public static class Store {

        private static final CheckpointId ID = new CheckpointId(0, 1);

        private Path folder;
        private FileCheckpointStore checkpoints;

        @Setup
        public void open(Trained trained) throws IOException {
            folder = Files.createTempDirectory("jerboa-hop-");
            checkpoints = new FileCheckpointStore(folder);
            put(trained.network());
        }

        private long put(MultiLayerNetwork network) throws IOException {
            return checkpoints.put(ID, out -> SizedNetwork.HANDLER.write(network, out));
        }

        @TearDown
        public void delete() throws IOException {
            checkpoints.delete(ID);
            Files.deleteIfExists(folder.resolve("trial-0"));
            Files.deleteIfExists(folder);
        }
    }

    /** A checkpoint in memory. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up by JMH
    public static class Memory {

        private MemoryChannel channel;

        @Setup
        public void fill(Trained trained) throws IOException {
            channel = trained.memory();
            SizedNetwork.HANDLER.write(trained.network(), channel.empty());
        }
    }

    /** The tool's own file. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up by JMH
    public static class Zip {

        private File file;

        @Setup
        public void write(Trained trained) throws IOException {
            file = Files.createTempFile("jerboa-hop-", ".zip").toFile();
            ModelSerializer.writeModel(trained.network(), file, true);
        }

        @TearDown
        public void delete() throws IOException {
            Files.deleteIfExists(file.toPath());
        }
    }

    @Benchmark
    public long storeWrite(Trained trained, Store store) throws IOException {
        return store.put(trained.network());
    }

    @Benchmark
    public MultiLayerNetwork storeRead(Trained trained, Store store, Restored restored) throws IOException {
        return restored.keep(
                store.checkpoints.get(Store.ID, in -> SizedNetwork.HANDLER.restore(trained.configuration(), in, null)));
    }

    @Benchmark
    public void memoryWrite(Trained trained, Memory memory) throws IOException {
        SizedNetwork.HANDLER.write(trained.network(), memory.channel.empty());
    }

    @Benchmark
    public MultiLayerNetwork memoryRead(Trained trained, Memory memory) throws IOException {
        return SizedNetwork.HANDLER.restore(trained.configuration(), memory.channel.rewind(), trained.network());
    }

    @Benchmark
    public void zipWrite(Trained trained, Zip zip) throws IOException {
        ModelSerializer.writeModel(trained.network(), zip.file, true);
    }

    @Benchmark
    public MultiLayerNetwork zipRead(Zip zip, Restored restored) throws IOException {
        return restored.keep(ModelSerializer.restoreMultiLayerNetwork(zip.file, true));
    }
}

package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jerboa.data.Datasets;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.testkit.watch.KeptLogContext;
import org.jerboa.testkit.watch.LogContextHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How shards and models get to workers, which the figures of driver and workers tell. */
class ShardsAndModelsTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final int SHARDS = 4;
    private static final int UNITS = 2 * 2 * SHARDS;

    @TempDir
    Path folder;

    /** What JMX tells at the end of a study's last epoch. */
    private record Figures(
            int workers,
            long unitsTrained,
            long shardBytesSent,
            long shardsReadFromFiles,
            long unitsTrainedByWorkers,
            long shardBytesOfWorkers,
            long shardHeapBytesOfWorkers,
            boolean hopped,
            boolean hopsHadBytes) {}

    private Dataset stored() throws IOException {
        return Datasets.examples("blobs", Fixture.BLOBS.examples(7, 400))
                .split(0.8, 0.2)
                .shards(SHARDS)
                .seed(3)
                .store(folder)
                .load();
    }

    private static Study<PlainMlp> study(Dataset data) {
        return Study.of(Fixture.SPACE, new LogContextHandler<>(PlainMlpHandler.of(data.schema())))
                .data(data)
                .search(RandomSearch.trials(2).epochs(2))
                .maximize("accuracy")
                .seed(5);
    }

    private static <T> List<T> beans(String type, Class<T> kind) {
        try {
            return SERVER.queryNames(new ObjectName("org.jerboa:type=" + type + ",*"), null).stream()
                    .map(name -> JMX.newMXBeanProxy(SERVER, name, kind))
                    .toList();
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Figures figures() {
        GridStudyMXBean study = beans("GridStudy", GridStudyMXBean.class).get(0);
        List<GridWorkerMXBean> workers = beans("GridWorker", GridWorkerMXBean.class);
        return new Figures(
                study.getWorkers(),
                study.getUnitsTrained(),
                study.getShardBytesSent(),
                study.getShardsReadFromFiles(),
                workers.stream().mapToLong(GridWorkerMXBean::getUnitsTrained).sum(),
                workers.stream().mapToLong(GridWorkerMXBean::getShardBytes).sum(),
                workers.stream().mapToLong(GridWorkerMXBean::getShardHeapBytes).sum(),
                workers.stream().anyMatch(worker -> worker.getHops() > 0),
                workers.stream().anyMatch(worker -> worker.getHopBytes() > 0 || worker.getBytesGiven() > 0));
    }

    /** Trains on a grid of two members, with the bits of a thread. */
    private static Figures train(Dataset data, boolean apart) throws IOException {
        List<Figures> seen = new CopyOnWriteArrayList<>();
        StudyResult<PlainMlp> result = study(data)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished) {
                        seen.add(figures());
                    }
                })
                .on(watched(HazelcastGrid.embedded(2, apart)))
                .run();
        assertThat(Fixture.essence(result))
                .isEqualTo(Fixture.essence(
                        study(data).on(watched(MopExecutor.threads(1))).run()));
        assertThat(beans("GridStudy", GridStudyMXBean.class)).isEmpty();
        assertThat(beans("GridWorker", GridWorkerMXBean.class)).isEmpty();
        return seen.get(seen.size() - 1);
    }

    @Test
    void noBytesOfThemAreSent() throws Exception {
        Dataset data = stored();

        assertThat(train(data, true))
                .isEqualTo(new Figures(2, UNITS, 0, SHARDS + 1, UNITS, data.bytes(), 0, true, true));
    }

    /** Members of one JVM hold the driver's shards, and their models hop as they are: no byte of either is copied. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inOneJvmNothingIsCopied(boolean stored) throws Exception {
        Dataset data = stored ? stored() : Fixture.DATA;

        Figures figures = train(data, false);

        assertThat(figures).isEqualTo(new Figures(2, UNITS, 0, 0, UNITS, data.bytes(), 0, true, false));
    }

    /** The driver has them mapped, and so can send them. */
    @Test
    void thoseThatWorkersDoNotFindOrFindChangedAreSent() throws Exception {
        Dataset data = stored();
        List<Shard> training = data.shards(Split.TRAINING);
        for (Shard shard : training) {
            shard.open();
        }
        Files.delete(file(training.get(0)));
        Path changed = file(training.get(1));
        byte[] other = new byte[(int) Files.size(changed)];
        Files.delete(changed);
        Files.write(changed, other);
        long sent = training.get(0).bytes() + training.get(1).bytes();

        assertThat(train(data, true))
                .isEqualTo(new Figures(2, UNITS, sent, SHARDS - 1, UNITS, data.bytes(), sent, true, true));
    }

    /** A shard whose checksum is of what it is computed by, as it is computed when it is asked for. */
    private record Derived(Shard source) implements Shard {

        @Override
        public Split split() {
            return source.split();
        }

        @Override
        public int index() {
            return source.index();
        }

        @Override
        public Schema schema() {
            return source.schema();
        }

        @Override
        public int examples() {
            return source.examples();
        }

        @Override
        public long bytes() {
            return source.bytes();
        }

        @Override
        public Examples open() throws IOException {
            return source.open();
        }

        @Override
        public long checksum() {
            return source.checksum() + 1;
        }

        @Override
        public Optional<Shard> derivedFrom() {
            return Optional.of(source);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void derivedOnesAreComputedByTheDriver(boolean apart) throws Exception {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            Fixture.DATA.shards(split).forEach(shard -> shards.add(new Derived(shard)));
        }
        Dataset data = Dataset.of("derived", 3, shards);

        assertThat(train(data, apart).shardBytesSent()).isEqualTo(apart ? data.bytes() : 0);
    }

    private static Path file(Shard shard) {
        return shard.stored().orElseThrow().file();
    }

    @Test
    void workersSayWhatTheirLogLinesAreAbout() throws Exception {
        Dataset data = stored();
        KeptLogContext.during(
                () -> study(data).on(watched(HazelcastGrid.embedded(2))).run());
        assertThat(LogContextHandler.seen())
                .hasSize(UNITS)
                .allSatisfy(unit -> assertThat(unit.labels())
                        .containsOnlyKeys("study", "trial", "unit")
                        .containsEntry("study", "blobs")
                        .containsEntry("trial", Integer.toString(unit.trial())));
    }
}

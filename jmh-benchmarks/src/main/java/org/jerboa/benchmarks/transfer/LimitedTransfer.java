package org.jerboa.benchmarks.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.OptionalInt;
import org.jerboa.benchmarks.explain.Networks;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.FeatureTransfer;
import org.jerboa.transfer.PlannedTransfer;
import org.jerboa.transfer.TransferResult;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;

/** What {@link TransferInChild} starts. Prints what it was allowed, what it held by count, and what the heap had in use. */
public final class LimitedTransfer {

    private static final long MORE_THAN_THERE_IS = 1L << 40;

    private LimitedTransfer() {}

    /** @param arguments side, width, images, plan, and whether the budget is the default */
    public static void main(String[] arguments) {
        TransferBenchmark.Size size = new TransferBenchmark.Size(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Budget budget = Boolean.parseBoolean(arguments[4]) ? Budget.heap() : Budget.memory(MORE_THAN_THERE_IS);
        Watching executor = new Watching();
        FeatureTransfer transfer = FeatureTransfer.of(
                        Networks.vgg(size.side(), size.width()).network())
                .data(TransferBenchmark.images(size))
                .layers(TransferBenchmark.VGG)
                .pooling(Pooling.FLATTEN)
                .budget(budget)
                .search(RandomSearch.trials(1).epochs(1))
                .maximize("accuracy")
                .on(executor);
        System.out.println("budget " + budget.memoryBytes());
        if (!arguments[3].equals("CHOSEN")) {
            transfer.plan(Kind.valueOf(arguments[3]));
        }
        try {
            PlannedTransfer planned = transfer.plan();
            System.out.println(planned.explain());
            TransferResult result = transfer.run();
            System.out.println("\nheld " + result.cost().peakBytes() + "\nheap " + executor.heap);
        } catch (IllegalArgumentException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    /** Has a pass carried out when its first study begins, collects, and looks at what is left on the heap. */
    private static final class Watching implements StudyExecutor {

        private final StudyExecutor threads = MopExecutor.threads(1);
        private long heap;

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> study) {
            try {
                for (Split split : Split.values()) {
                    for (Shard shard : study.data().shards(split)) {
                        shard.open();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.gc();
            heap = Math.max(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            return threads.start(study);
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> study, int trial, OptionalInt epoch) {
            return threads.replay(study, trial, epoch);
        }
    }
}

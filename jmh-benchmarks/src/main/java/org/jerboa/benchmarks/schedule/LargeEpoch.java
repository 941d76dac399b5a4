package org.jerboa.benchmarks.schedule;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Optional;
import org.jerboa.mop.simulator.SimulationResult;

/**
 * What it takes to plan and simulate an epoch, all in all.
 *
 * @param seconds from the description of the epoch to its end
 * @param processorSeconds of all threads of the process meanwhile
 * @param heapBytes most that the heap held, garbage included
 * @param ratio makespan by lower bound
 * @param units training units
 */
record LargeEpoch(double seconds, double processorSeconds, double heapBytes, double ratio, double units) {

    private static final String MARK = "largeEpoch ";

    /** Where it is run. */
    @FunctionalInterface
    interface Runner {
        LargeEpoch run(int trials, int workers) throws Exception;
    }

    /** In this process. What trials take is known from the start, in proportion, as from the sizes of their models. */
    static LargeEpoch here(int trials, int workers) {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long processor = processorNanos();
        long start = System.nanoTime();
        SimulationResult result =
                new LargeStudy(trials, workers, 0).simulation().estimates().run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = (processorNanos() - processor) / 1e9;
        double heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToDouble(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return new LargeEpoch(seconds, processorSeconds, heap, result.ratio(), result.units());
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** For another process to read. */
    String line() {
        return MARK + seconds + " " + processorSeconds + " " + heapBytes + " " + ratio + " " + units;
    }

    /** Empty if the line is none of {@link #line}. */
    static Optional<LargeEpoch> read(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        double[] values = Arrays.stream(line.substring(MARK.length()).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return Optional.of(new LargeEpoch(values[0], values[1], values[2], values[3], values[4]));
    }
}

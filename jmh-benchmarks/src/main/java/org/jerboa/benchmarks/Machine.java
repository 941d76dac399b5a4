package org.jerboa.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a result depends on beside the code that was measured. */
final class Machine {

    private static final double GIB = 1L << 30;

    private Machine() {}

    /**
     * Names and values, in order.
     *
     * @param load processes that wanted to run, on average over the minute before the benchmark
     */
    static Map<String, String> describe(LocalDate date, double load) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", date.toString());
        facts.put("commit", System.getProperty("jerboa.commit", "unknown"));
        facts.put("CPU", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores in use");
        facts.put("memory", memory());
        facts.put("system", property("os.name") + ", " + property("os.arch"));
        facts.put("JDK", property("java.vm.name") + " " + property("java.runtime.version"));
        facts.put("load before", load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
        return facts;
    }

    /** Average over the last minute; negative if the system does not tell. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String cpu() {
        Path linux = Path.of("/proc/cpuinfo");
        if (Files.isReadable(linux)) {
            try (Stream<String> lines = Files.lines(linux)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                        .orElse(property("os.arch"));
            } catch (IOException e) {
                // told less precisely below
            }
        }
        return property("os.arch");
    }

    private static String memory() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean sun
                ? String.format(Locale.ROOT, "%.0f GiB", sun.getTotalMemorySize() / GIB)
                : "unknown";
    }
}

package org.jerboa.hazelcast;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jerboa.hazelcast.internal.grid.WorkerProcess;
import org.jerboa.hazelcast.internal.worker.WorkerLimits;
import org.jspecify.annotations.Nullable;

/** What a worker's command line says. */
final class WorkerOptions {

    private static final long MIB = 1 << 20;

    private @Nullable Path config;

    /** A file that has the name of a grid on this computer and its driver's address. */
    private @Nullable Path local;

    private int slots = 1;
    private long shardBytes = -1;
    private Duration drain = Duration.ofSeconds(60);
    private final List<URL> jars = new ArrayList<>();

    private WorkerOptions() {}

    /** @throws IllegalArgumentException if there is no sense in them */
    static WorkerOptions parse(List<String> arguments) throws IOException {
        WorkerOptions options = new WorkerOptions();
        for (int at = 0; at < arguments.size(); at += 2) {
            String name = arguments.get(at);
            if (at + 1 == arguments.size()) {
                throw new IllegalArgumentException("option " + name + " needs a value");
            }
            options.set(name, arguments.get(at + 1));
        }
        if (options.config == null && options.local == null) {
            throw new IllegalArgumentException("give the grid's configuration: --config grid.yaml");
        }
        return options;
    }

    private void set(String name, String value) throws IOException {
        switch (name) {
            case "--config" -> config = Path.of(value);
            case "--local" -> local = Path.of(value);
            case "--slots" -> slots = positive(name, value);
            case "--shard-memory" -> shardBytes = positive(name, value) * MIB;
            case "--drain" -> drain = time(name, value);
            case "--jars" -> addJars(value);
            default ->
                throw new IllegalArgumentException("option " + name
                        + " is not known; there are --config, --slots, --shard-memory, --drain and --jars");
        }
    }

    private static int positive(String name, String value) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " (" + value + ") must be a whole number", e);
        }
        if (number < 1) {
            throw new IllegalArgumentException(name + " (" + number + ") must be at least 1");
        }
        return number;
    }

    private static Duration time(String name, String value) {
        try {
            Duration time = Duration.parse("PT" + value);
            if (!time.isNegative()) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new IllegalArgumentException(name + " (" + value + ") must be a time such as 60s, 5m or 1m30s");
    }

    private void addJars(String paths) throws IOException {
        for (String path : paths.split(File.pathSeparator, -1)) {
            Path place = Path.of(path);
            if (!Files.exists(place)) {
                throw new IllegalArgumentException("there is no " + place + " for --jars");
            }
            jars.add(url(place));
            if (Files.isDirectory(place)) {
                try (DirectoryStream<Path> inside = Files.newDirectoryStream(place, "*.jar")) {
                    for (Path jar : inside) {
                        jars.add(url(jar));
                    }
                }
            }
        }
    }

    private static URL url(Path place) throws MalformedURLException {
        return place.toUri().toURL();
    }

    /** Whether it belongs to the process that started it. */
    boolean isLocal() {
        return local != null;
    }

    /** How long the worker may take over its units when it is told to end. */
    Duration drain() {
        return drain;
    }

    /** Starts the worker, with the classes of the jars. */
    WorkerProcess join() throws IOException {
        ClassLoader loader = loader();
        Thread.currentThread().setContextClassLoader(loader);
        WorkerLimits usual = WorkerLimits.of(slots, 1);
        WorkerLimits limits = shardBytes < 0 ? usual : usual.shardBytes(shardBytes);
        if (local != null) {
            List<String> grid = Files.readAllLines(local);
            return WorkerProcess.join(grid.get(0), grid.get(1), limits, loader);
        }
        return WorkerProcess.join(Objects.requireNonNull(config), limits, loader);
    }

    private ClassLoader loader() {
        ClassLoader own = Objects.requireNonNull(WorkerOptions.class.getClassLoader());
        return jars.isEmpty() ? own : new URLClassLoader(jars.toArray(URL[]::new), own);
    }
}

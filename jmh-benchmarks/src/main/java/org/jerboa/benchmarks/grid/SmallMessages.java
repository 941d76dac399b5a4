package org.jerboa.benchmarks.grid;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Small messages from this worker process to the other one, by the connection that models come by: a key is asked for that is
 * not in the map. One is sent when a hop begins, and others a millisecond after each answer until it ends. Each process leaves
 * a file with what they took. Thread-safe.
 */
final class SmallMessages {

    private static final long PAUSE_MILLIS = 1;
    private static @Nullable SmallMessages present;

    private final Path file;
    private final IMap<String, String> map;
    private final String key;
    private final List<String> millis = new ArrayList<>();
    private boolean hop;
    private boolean due;

    private SmallMessages(Path file) {
        this.file = file;
        HazelcastInstance member =
                Hazelcast.getAllHazelcastInstances().iterator().next();
        this.map = member.getMap("benchmark");
        this.key = Stream.iterate(0, number -> number + 1)
                .map(String::valueOf)
                .filter(candidate -> !member.getPartitionService()
                        .getPartition(candidate)
                        .getOwner()
                        .localMember())
                .findFirst()
                .orElseThrow();
        Thread sender = new Thread(this::work, "small-messages");
        sender.setDaemon(true);
        sender.start();
    }

    /** Those of this process. */
    static synchronized SmallMessages ofThisProcess(String folder) {
        SmallMessages messages = present;
        if (messages == null) {
            messages = new SmallMessages(Path.of(folder, ProcessHandle.current().pid() + ".txt"));
            present = messages;
        }
        return messages;
    }

    synchronized void hopBegins() {
        hop = true;
        due = true;
        notifyAll();
    }

    /** Writes down what the messages took that have been answered. */
    synchronized void hopEnds() throws IOException {
        hop = false;
        Files.write(file, millis, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        millis.clear();
    }

    private void work() {
        try {
            while (true) {
                awaitHop();
                long begin = System.nanoTime();
                map.get(key);
                note((System.nanoTime() - begin) / 1e6);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    private synchronized void awaitHop() throws InterruptedException {
        while (!hop && !due) {
            wait();
        }
        due = false;
    }

    private synchronized void note(double one) {
        millis.add(String.valueOf(one));
    }

    /** What all processes have left. */
    static double[] millis(Path folder) throws IOException {
        List<String> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                all.addAll(Files.readAllLines(file));
            }
        }
        return all.stream().mapToDouble(Double::parseDouble).toArray();
    }
}

package org.jerboa.testkit.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.tune.spi.SearchAlgorithm;

/** What a child JVM does with a search algorithm: simulate studies and tell what was asked and answered. */
public final class SearcherChild {

    private static final String TASK = "task.ser";
    private static final String ANSWER = "answer.txt";

    private SearcherChild() {}

    /** Studies to simulate, one after another. */
    record Task(SearchAlgorithm algorithm, List<SearchScenario> scenarios, int eventLimit) implements Serializable {}

    static void give(Path folder, Task task) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(folder.resolve(TASK)))) {
            out.writeObject(task);
        }
    }

    static List<String> answer(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(ANSWER));
    }

    /** The algorithm's description and all lines of all studies. */
    static List<String> perform(Task task) {
        List<String> lines = new ArrayList<>();
        lines.add(task.algorithm().describe());
        for (SearchScenario scenario : task.scenarios()) {
            lines.addAll(new SearchSimulation(task.algorithm(), scenario, task.eventLimit())
                    .run()
                    .lines());
        }
        return lines;
    }

    /** Takes the folder as its argument; any exception ends the JVM with a status other than 0. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(folder.resolve(TASK)))) {
            Files.write(folder.resolve(ANSWER), perform((Task) in.readObject()));
        }
    }
}

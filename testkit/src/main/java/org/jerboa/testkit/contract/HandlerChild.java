package org.jerboa.testkit.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;

/** What a child JVM does with a handler: restore checkpoints, train on, and write checkpoints. */
public final class HandlerChild {

    private static final String TASK = "task.ser";
    private static final String ANSWER = "answer.ser";

    private HandlerChild() {}

    /** Models to train on, one for each configuration, from {@code firstStep} (inclusive) to {@code endStep}. */
    record Task(ModelHandler<?> handler, List<Configuration> configurations, int shards, int firstStep, int endStep)
            implements Serializable {}

    /** Settings of the handler as the child sees them; its checkpoints lie beside the answer. */
    record Answer(Map<String, String> settings) implements Serializable {}

    static Path checkpoint(Path folder, int index, String which) {
        return folder.resolve("model-" + index + "." + which);
    }

    private static Path shard(Path folder, int index) {
        return folder.resolve("shard-" + index + ".examples");
    }

    static void give(Path folder, Task task, List<Examples> shards) throws IOException {
        for (int i = 0; i < shards.size(); i++) {
            ExamplesFile.write(shard(folder, i), shards.get(i));
        }
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(folder.resolve(TASK)))) {
            out.writeObject(task);
        }
    }

    static Answer answer(Path folder) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(folder.resolve(ANSWER)))) {
            return (Answer) in.readObject();
        }
    }

    /** Takes the folder as its argument; any exception ends the JVM with a status other than 0. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Task task;
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(folder.resolve(TASK)))) {
            task = (Task) in.readObject();
        }
        List<Examples> shards = new ArrayList<>();
        for (int i = 0; i < task.shards(); i++) {
            shards.add(ExamplesFile.read(shard(folder, i)));
        }
        perform(task.handler(), task, shards, folder);
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(folder.resolve(ANSWER)))) {
            out.writeObject(new Answer(new LinkedHashMap<>(task.handler().settings())));
        }
    }

    private static <M> void perform(ModelHandler<M> handler, Task task, List<Examples> shards, Path folder)
            throws Exception {
        HandlerBench<M> bench = new HandlerBench<>(handler, shards);
        for (int i = 0; i < task.configurations().size(); i++) {
            Configuration configuration = task.configurations().get(i);
            M model = bench.restore(configuration, Files.readAllBytes(checkpoint(folder, i, "in")), null);
            bench.train(model, configuration, task.firstStep(), task.endStep());
            Files.write(checkpoint(folder, i, "out"), bench.payload(model));
        }
        bench.closeAll();
    }
}

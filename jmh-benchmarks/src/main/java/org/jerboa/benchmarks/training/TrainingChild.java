package org.jerboa.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Main class of a child process: reads the name of a {@link Way} from each line of its input, trains that way, and
 * answers with a {@link Timing} on one line of its output. Ends with its input.
 */
public final class TrainingChild {

    private TrainingChild() {}

    /** @param arguments the plan */
    public static void main(String[] arguments) throws Exception {
        TrainingPlan plan = TrainingPlan.fromArguments(Arrays.asList(arguments));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        Set<Way> warm = EnumSet.noneOf(Way.class);
        try (Trainer warmUp = new TrainerHere(plan.warmUp());
                Trainer trainer = new TrainerHere(plan)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Way way = Way.valueOf(line);
                if (warm.add(way)) {
                    warmUp.train(way);
                }
                System.out.println(trainer.train(way).toJson());
            }
        }
    }
}

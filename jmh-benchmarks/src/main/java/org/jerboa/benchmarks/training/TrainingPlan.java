package org.jerboa.benchmarks.training;

import java.util.ArrayList;
import java.util.List;

/**
 * How much is trained, and how often.
 *
 * @param models networks trained together, up to 8
 * @param trainingExamples in all training shards together
 * @param validationExamples in the one validation shard
 * @param repetitions how often every way of training is timed
 */
record TrainingPlan(int models, int trainingExamples, int shards, int validationExamples, int epochs, int repetitions) {

    static TrainingPlan full() {
        return new TrainingPlan(8, 1280, 4, 256, 2, 5);
    }

    static TrainingPlan quick() {
        return new TrainingPlan(8, 256, 4, 64, 1, 1);
    }

    /** A little of everything, so that the compiler and the native library have seen it. */
    TrainingPlan warmUp() {
        return new TrainingPlan(Math.min(models, 4), Math.min(trainingExamples, 64 * shards), shards, 64, 1, 1);
    }

    /** For the command line of a child. */
    List<String> toArguments() {
        List<String> arguments = new ArrayList<>();
        for (int number : List.of(models, trainingExamples, shards, validationExamples, epochs, repetitions)) {
            arguments.add(String.valueOf(number));
        }
        return arguments;
    }

    /** What {@link #toArguments} gave. */
    static TrainingPlan fromArguments(List<String> arguments) {
        int[] numbers = arguments.stream().mapToInt(Integer::parseInt).toArray();
        return new TrainingPlan(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}

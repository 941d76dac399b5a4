package org.jerboa.benchmarks.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What one run of one way of training took. The parts are sums over workers and are told by studies only; elsewhere they
 * are 0.
 *
 * @param seconds from start to end
 * @param cpuSeconds of all threads of the process; where these are well below seconds times threads, something else had
 *     the cores, or nobody
 * @param wallSeconds the same as the study counts it
 * @param trainingSeconds inside the tool's training
 * @param evaluationSeconds inside the tool's evaluation
 * @param overheadSeconds of workers beside that: getting models, opening shards, writing checkpoints
 * @param digest of every model's metrics in all epochs and of its weights at its best one; empty where it was not asked
 *     for
 */
record Timing(
        double seconds,
        double cpuSeconds,
        double wallSeconds,
        double trainingSeconds,
        double evaluationSeconds,
        double overheadSeconds,
        int workers,
        String digest) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Timing of(double seconds, String digest) {
        return new Timing(seconds, 0, 0, 0, 0, 0, 0, digest);
    }

    Timing withCpuSeconds(double cpu) {
        return new Timing(
                seconds, cpu, wallSeconds, trainingSeconds, evaluationSeconds, overheadSeconds, workers, digest);
    }

    double workerSeconds() {
        return wallSeconds * workers;
    }

    /** Seconds in which workers had nothing to do: before the first unit, after the last, and between. */
    double idleSeconds() {
        return workerSeconds() - trainingSeconds - evaluationSeconds - overheadSeconds;
    }

    /** One line. */
    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(this + " cannot be written as JSON", e);
        }
    }

    static Timing fromJson(String line) throws JsonProcessingException {
        return JSON.readValue(line, Timing.class);
    }
}

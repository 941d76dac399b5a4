package org.jerboa.benchmarks.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jerboa.testkit.functions.Quartiles;

/** What Optuna reached on the public functions, by the same protocol; the file says by which versions. */
final class Baseline {

    /** Optuna's TPE samplers of 3.1.0: each parameter by itself (its default), and all together. */
    static final List<String> TPE_SAMPLERS = List.of("optuna tpe-uni", "optuna tpe-multi");

    private static final String FILE = "optuna-3.1.0.json";

    private final JsonNode root;

    private Baseline(JsonNode root) {
        this.root = root;
    }

    static Baseline load() {
        try (InputStream file = Baseline.class.getResourceAsStream(FILE)) {
            return new Baseline(new ObjectMapper().readTree(Objects.requireNonNull(file, FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + FILE + " cannot be read", e);
        }
    }

    /** The samplers with scores on that function; none if it is not a public one. */
    List<String> samplers(String function) {
        List<String> names = new ArrayList<>();
        entry(function).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Scores at the last trial, by seed; empty for curves. */
    double[] finalScores(String function, String sampler) {
        JsonNode list = entry(function).path(sampler).path("final");
        double[] scores = new double[list.size()];
        for (int seed = 0; seed < scores.length; seed++) {
            scores[seed] = list.get(seed).asDouble();
        }
        return scores;
    }

    /** @param count of trials, or of full trainings' worth of epochs */
    Optional<Quartiles> quartiles(String function, String sampler, int count) {
        JsonNode at = entry(function).path(sampler).path("at").path(String.valueOf(count));
        return at.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Quartiles(
                        at.get(0).asDouble(), at.get(1).asDouble(), at.get(2).asDouble()));
    }

    private JsonNode entry(String function) {
        JsonNode plain = root.path("functions").path(function);
        return plain.isMissingNode() ? root.path("curves").path(function) : plain;
    }
}

package org.jerboa.arbiter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * What Arbiter's {@code FileModelSaver} has left in a folder, on whichever runner it was: a folder for each candidate, by its
 * index, with {@code model.bin}, {@code score.txt} and, unless training was stopped early, {@code numEpochs.txt}. Arbiter
 * itself can read them in the process that wrote them only.
 *
 * <p>Files that hold serialised Java objects ({@code earlyStoppingConfig.bin}, {@code additionalResults.bin}) are not read: whoever
 * can write them can run code. Immutable; it does not notice what is written later.
 */
public final class ArbiterFolder {

    private final List<Saved> candidates;

    private ArbiterFolder(List<Saved> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    /**
     * Reads scores; models are read when asked for.
     *
     * @throws IOException if the folder cannot be read, or a score in it is no number
     */
    public static ArbiterFolder read(Path folder) throws IOException {
        List<Saved> candidates = new ArrayList<>();
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path path : inside.toList()) {
                if (isCandidate(path)) {
                    candidates.add(candidate(path));
                }
            }
        }
        candidates.sort(Comparator.comparingInt(Saved::index));
        return new ArbiterFolder(candidates);
    }

    static boolean isCandidate(Path folder) {
        return String.valueOf(folder.getFileName()).matches("\\d{1,9}") && Files.exists(folder.resolve("score.txt"));
    }

    private static Saved candidate(Path folder) throws IOException {
        String score = Files.readString(folder.resolve("score.txt")).strip();
        Path epochs = folder.resolve("numEpochs.txt");
        try {
            return new Saved(
                    Integer.parseInt(String.valueOf(folder.getFileName())),
                    score.equals("null") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(score)),
                    Files.exists(epochs)
                            ? OptionalInt.of(
                                    Integer.parseInt(Files.readString(epochs).strip()))
                            : OptionalInt.empty(),
                    folder);
        } catch (NumberFormatException e) {
            throw new IOException("a number in " + folder + " is none: " + e.getMessage(), e);
        }
    }

    /** By index. */
    public List<Saved> candidates() {
        return candidates;
    }

    /**
     * The candidate with the best score; of equal ones, the first.
     *
     * @param minimize whether low scores are good, as the score function said
     */
    public Optional<Saved> best(boolean minimize) {
        @Nullable Saved best = null;
        for (Saved saved : candidates) {
            if (saved.isBetterThan(best, minimize)) {
                best = saved;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * One candidate.
     *
     * @param score empty if the candidate had none
     * @param epochs that it was trained for; empty if training was stopped early
     */
    public record Saved(int index, OptionalDouble score, OptionalInt epochs, Path folder) {

        /**
         * The candidate's hyperparameters by name, as texts; empty if Arbiter's own runner wrote the folder, which does not
         * save them.
         *
         * @throws IOException if they cannot be read
         */
        public Map<String, String> hyperparameters() throws IOException {
            return ResultFolder.readHyperparameters(folder);
        }

        /**
         * The candidate's model, with its updater's state.
         *
         * @throws IOException if it cannot be read
         */
        public MultiLayerNetwork network() throws IOException {
            return MultiLayerNetwork.load(folder.resolve("model.bin").toFile(), true);
        }

        /** As {@link #network}, for candidates of a {@code ComputationGraphSpace}. */
        public ComputationGraph graph() throws IOException {
            return ComputationGraph.load(folder.resolve("model.bin").toFile(), true);
        }

        private boolean isBetterThan(@Nullable Saved other, boolean minimize) {
            if (score.isEmpty() || Double.isNaN(score.getAsDouble())) {
                return false;
            }
            double own = score.getAsDouble();
            return other == null || (minimize ? own < other.score.getAsDouble() : own > other.score.getAsDouble());
        }
    }
}

package org.jerboa.arbiter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.saver.local.FileModelSaver;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.deeplearning4j.arbiter.util.ObjectUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a {@code FileModelSaver}, with what that one does not write: each candidate's hyperparameters, a line {@code name
 * = value} for each. Arbiter's classes pass the file over.
 */
record ResultFolder(Path path) {

    private static final Logger log = LoggerFactory.getLogger(ResultFolder.class);
    private static final String FILE = "hyperparameters.txt";
    private static final String BETWEEN = " = ";

    /** Empty for other savers, whose folders are their own affair. */
    static Optional<ResultFolder> of(@Nullable ResultSaver saver) {
        if (saver == null || saver.getClass() != FileModelSaver.class) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ResultFolder(Path.of((String) Internals.read(FileModelSaver.class, "path", saver))));
        } catch (ReflectiveOperationException e) {
            log.warn("the folder of {} cannot be read, so hyperparameters are not saved beside models", saver, e);
            return Optional.empty();
        }
    }

    /** Says so if there are results of an earlier search, which the saver is going to overwrite. */
    void warnOfEarlierResults() {
        try (Stream<Path> inside = Files.list(path)) {
            long candidates = inside.filter(ArbiterFolder::isCandidate).count();
            if (candidates > 0) {
                log.warn(
                        "{} holds {} candidates of an earlier search, which this one overwrites from 0 on;"
                                + " give each search a folder of its own",
                        path,
                        candidates);
            }
        } catch (IOException e) {
            log.warn("the results' folder {} cannot be listed", path, e);
        }
    }

    void writeHyperparameters(Candidate<?> candidate, ParameterSpace<?> space) throws IOException {
        StringBuilder text = new StringBuilder();
        hyperparameters(candidate, space)
                .forEach((name, value) ->
                        text.append(name).append(BETWEEN).append(value).append('\n'));
        Files.writeString(path.resolve(String.valueOf(candidate.getIndex())).resolve(FILE), text);
    }

    @SuppressWarnings("rawtypes") // Arbiter declares its leaves raw
    private static Map<String, String> hyperparameters(Candidate<?> candidate, ParameterSpace<?> space) {
        LeafNames names = new LeafNames(space);
        Map<String, String> values = new LinkedHashMap<>();
        int place = 0;
        for (ParameterSpace leaf : LeafUtils.getUniqueObjects(space.collectLeaves())) {
            if (leaf.numParameters() > 0) {
                Object value = leaf.getValue(candidate.getFlatParameters());
                String text = value == null ? "null" : ObjectUtils.valueToString(value);
                values.put(names.of(leaf, place), text.replaceAll("\\R", " "));
            }
            place += leaf.numParameters();
        }
        return values;
    }

    /** What was written into a candidate's folder; empty where nothing was. */
    static Map<String, String> readHyperparameters(Path candidate) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Path file = candidate.resolve(FILE);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int between = line.indexOf(BETWEEN);
                if (between < 0) {
                    throw new IOException("line '" + line + "' of " + file + " has no '" + BETWEEN.strip() + "'");
                }
                values.put(line.substring(0, between), line.substring(between + BETWEEN.length()));
            }
        }
        return values;
    }
}

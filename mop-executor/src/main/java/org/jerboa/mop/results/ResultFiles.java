package org.jerboa.mop.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a study leaves in its folder: {@code trials.csv}, {@code epochs.csv}, {@code summary.json} and the best
 * model as the tool's own file. Each is written under another name and renamed, so a reader sees it whole.
 */
public final class ResultFiles<M> {

    private static final Logger LOG = LoggerFactory.getLogger(ResultFiles.class);

    private final StudyDefinition<M> definition;
    private final Path folder;
    private final Objective objective;

    public ResultFiles(StudyDefinition<M> definition, Path folder) {
        this.definition = definition;
        this.folder = folder;
        this.objective = definition.problem().primary();
    }

    static String modelName(StudyDefinition<?> definition) {
        return "best-model." + definition.handler().exportExtension();
    }

    public void write(StudyResult<M> result) throws IOException {
        List<Trial> byNumber = result.ranking().stream()
                .sorted(Comparator.comparingInt(Trial::id))
                .toList();
        replace("trials.csv", trials(byNumber));
        replace("epochs.csv", epochs(byNumber));
        boolean hasBest = result.ranking().stream()
                .anyMatch(trial -> trial.best(objective).isPresent());
        boolean exported = hasBest && exportBest(result);
        replace("summary.json", summary(result, hasBest, exported));
    }

    /** Returns false if that cannot be done, which must not keep back the tables: they are all that was learned. */
    private boolean exportBest(StudyResult<M> result) {
        try {
            M model = result.model(result.best().trial().id());
            try {
                export(model);
            } finally {
                definition.handler().close(model);
            }
            return true;
        } catch (NoSuchFileException | CorruptCheckpointException e) {
            LOG.warn("The best model is not stored, so there is no file of it; resume() makes it again", e);
        } catch (IOException | RuntimeException | Error e) {
            // whatever the tool throws
            LOG.warn("There is no file of the best model, which could not be read or written; resume() tries again", e);
        }
        return false;
    }

    private void export(M model) throws IOException {
        String name = modelName(definition);
        Path temporary = folder.resolve("." + name);
        try {
            definition.handler().export(model, temporary);
            Files.move(temporary, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void replace(String name, String content) throws IOException {
        Path temporary = folder.resolve("." + name);
        Files.writeString(temporary, content);
        Files.move(
                temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    // --- tables

    private String trials(List<Trial> trials) {
        Set<String> metrics = metricNames(trials);
        List<String> parameters =
                definition.space().parameters().stream().map(Parameter::name).toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> header =
                new ArrayList<>(List.of("trial", "status", "parent", "epochs", "best_epoch", "training_seconds"));
        metrics.forEach(header::add);
        parameters.forEach(header::add);
        header.add("cause");
        rows.add(header);
        for (Trial trial : trials) {
            Optional<EpochResult> best = trial.best(objective);
            Map<String, String> texts = trial.configuration().texts();
            List<String> row = new ArrayList<>();
            row.add(String.valueOf(trial.id()));
            row.add(trial.status().name());
            row.add(trial.parent().map(String::valueOf).orElse(""));
            row.add(String.valueOf(trial.epochs().size()));
            row.add(best.map(epoch -> String.valueOf(epoch.epoch())).orElse(""));
            row.add(String.valueOf(trial.epochs().stream()
                    .mapToDouble(EpochResult::trainingSeconds)
                    .sum()));
            metrics.forEach(metric ->
                    row.add(best.map(epoch -> text(epoch.metrics().get(metric))).orElse("")));
            parameters.forEach(name -> row.add(texts.getOrDefault(name, "")));
            row.add(trial.cause().orElse(""));
            rows.add(row);
        }
        return csv(rows);
    }

    private static String epochs(List<Trial> trials) {
        Set<String> metrics = metricNames(trials);
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("trial", "epoch", "training_seconds"));
        metrics.forEach(header::add);
        rows.add(header);
        for (Trial trial : trials) {
            for (EpochResult epoch : trial.epochs()) {
                List<String> row = new ArrayList<>();
                row.add(String.valueOf(trial.id()));
                row.add(String.valueOf(epoch.epoch()));
                row.add(String.valueOf(epoch.trainingSeconds()));
                metrics.forEach(metric -> row.add(text(epoch.metrics().get(metric))));
                rows.add(row);
            }
        }
        return csv(rows);
    }

    private static Set<String> metricNames(List<Trial> trials) {
        Set<String> names = new LinkedHashSet<>();
        trials.forEach(trial ->
                trial.epochs().forEach(epoch -> names.addAll(epoch.metrics().keySet())));
        return names;
    }

    private static String text(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    private static String csv(List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new IllegalStateException("a string could not be written to", e);
        }
        return text.toString();
    }

    // --- summary

    private String summary(StudyResult<M> result, boolean hasBest, boolean exported) throws IOException {
        StudyCost cost = result.cost();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("status", result.status());
        summary.put("trials", result.ranking().size());
        summary.put(
                "failed",
                result.ranking().stream()
                        .filter(trial -> trial.status().isBroken())
                        .count());
        summary.put(
                "epochs",
                result.ranking().stream()
                        .mapToInt(trial -> trial.epochs().size())
                        .sum());
        summary.put("objective", objective.toString());
        if (hasBest) {
            summary.put("best", best(result.best(), exported));
        }
        if (definition.problem().objectives().size() > 1) {
            summary.put(
                    "paretoFront",
                    result.paretoFront().members().stream()
                            .map(member -> member.trial().id())
                            .toList());
        }
        summary.put("wallSeconds", cost.wallSeconds());
        summary.put("trainingSeconds", cost.trainingSeconds());
        summary.put("evaluationSeconds", cost.evaluationSeconds());
        summary.put("units", cost.units());
        summary.put("hops", cost.hops());
        summary.put("bytesMoved", cost.bytesMoved());
        summary.put("workers", cost.workers());
        summary.put("idleShare", cost.idleShare());
        summary.put("seed", result.seed());
        summary.put("search", definition.search().describe());
        summary.put("data", definition.data().fingerprint());
        summary.put("handler", definition.handler().settings());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(summary) + "\n";
    }

    private Map<String, Object> best(StudyResult.Best<M> best, boolean exported) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("trial", best.trial().id());
        summary.put("epoch", best.epoch().epoch());
        summary.put("configuration", best.trial().configuration().texts());
        summary.put("validation", best.epoch().metrics());
        summary.put("test", best.testMetrics());
        if (exported) {
            summary.put("model", modelName(definition));
        }
        return summary;
    }
}

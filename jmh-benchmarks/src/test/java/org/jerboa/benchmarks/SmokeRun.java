package org.jerboa.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a benchmark as the command line does, at a size at which its figures mean nothing. */
public final class SmokeRun {

    private SmokeRun() {}

    /** The figures by name, after a look at whether they are numbers. */
    public static Map<String, Double> figures(Benchmark benchmark, Path folder) throws Exception {
        Path json = folder.resolve("figures.json");
        Path page = folder.resolve("page.md");
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

        int status = new Benchmarks(List.of(benchmark), out, out)
                .run(List.of(benchmark.name(), "--quick", "--json", json.toString(), "--markdown", page.toString()));

        assertThat(status).isZero();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (JsonNode figure : new ObjectMapper().readTree(Files.readString(json))) {
            assertThat(figure.fieldNames())
                    .toIterable()
                    .containsExactly("name", "value", "unit", "rival", "goal", "met");
            assertThat(figure.get("value").isNumber()).as(figure.toString()).isTrue();
            assertThat(figure.get("goal").isNull()).isEqualTo(figure.get("met").isNull());
            figures.put(figure.get("name").asText(), figure.get("value").asDouble());
        }
        assertThat(Files.readString(page)).contains(figures.keySet());
        return figures;
    }
}

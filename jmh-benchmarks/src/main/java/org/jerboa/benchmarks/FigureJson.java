package org.jerboa.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures for other programs: a list of {@code {name, value, unit, rival, goal, met}}. */
final class FigureJson {

    private FigureJson() {}

    static String write(List<Figure> figures) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Figure figure : figures) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", figure.name());
            entry.put("value", figure.value());
            entry.put("unit", figure.unit());
            entry.put("rival", figure.rival().orElse(null));
            entry.put("goal", figure.goal().map(Goal::toString).orElse(null));
            entry.put("met", figure.met().orElse(null));
            list.add(entry);
        }
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(list) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures " + figures + " cannot be written as JSON", e);
        }
    }
}

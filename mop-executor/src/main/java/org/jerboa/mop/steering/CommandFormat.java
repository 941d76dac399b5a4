package org.jerboa.mop.steering;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jerboa.mop.journal.StudyJson;
import org.jerboa.tune.study.Command;

/**
 * The JSON of what lies in a drop-box. Reads strictly: a command that is misspelt must not be taken for another one. See
 * docs/formats/commands.md.
 */
final class CommandFormat {

    static final int VERSION = 1;

    /** Whom commands are for. */
    record Session(int format, String session) {}

    /** A command on its way. */
    record Request(int format, String session, Command command) {}

    /**
     * What became of a command.
     *
     * @param trial number of the trial that it began, if it began one
     * @param reason why it was refused
     */
    record Answer(int format, boolean accepted, Optional<Integer> trial, Optional<String> reason) {

        static Answer accepted(OptionalInt trial) {
            Optional<Integer> number = trial.isPresent() ? Optional.of(trial.getAsInt()) : Optional.empty();
            return new Answer(VERSION, true, number, Optional.empty());
        }

        static Answer refused(String reason) {
            return new Answer(VERSION, false, Optional.empty(), Optional.of(reason));
        }
    }

    private static final JsonMapper JSON = StudyJson.ofTexts()
            .rebuild()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private CommandFormat() {}

    static String write(Record value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value + " cannot be written as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if it is no command, or none of this version */
    static Request request(String text) {
        JsonNode tree = tree(text);
        String name = tree.path("command").path("command").asText();
        if (!names().contains(name)) {
            throw new IllegalArgumentException("there is no command '" + name + "'; there are " + names());
        }
        return read(tree, Request.class);
    }

    /** @throws IllegalArgumentException if it is none, or none of this version */
    static Session session(String text) {
        return read(tree(text), Session.class);
    }

    /** @throws IllegalArgumentException if it is none, or none of this version */
    static Answer answer(String text) {
        return read(tree(text), Answer.class);
    }

    private static JsonNode tree(String text) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        JsonNode format = tree.path("format");
        if (!format.isInt() || format.asInt() != VERSION) {
            throw new IllegalArgumentException("its format is " + (format.isMissingNode() ? "missing" : format)
                    + ", this library reads " + VERSION + "; use the version of the library that the study runs with");
        }
        return tree;
    }

    private static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it cannot be understood: " + reason(e), e);
        }
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
            return cause.getMessage(); // of the command itself, or of its configuration
        }
        String where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        return (where.isEmpty() ? "" : "'" + where + "': ") + e.getOriginalMessage();
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Class<?> command : Command.class.getPermittedSubclasses()) {
            names.add(command.getSimpleName());
        }
        return names;
    }
}

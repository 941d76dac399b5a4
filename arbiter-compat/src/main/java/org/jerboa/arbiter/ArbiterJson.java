package org.jerboa.arbiter;

import org.deeplearning4j.arbiter.dropout.AlphaDropoutSpace;
import org.deeplearning4j.arbiter.dropout.DropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianDropoutSpace;
import org.deeplearning4j.arbiter.dropout.GaussianNoiseSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.math.MathOp;
import org.deeplearning4j.arbiter.optimize.parameter.math.Op;
import org.deeplearning4j.arbiter.optimize.parameter.math.PairMathOp;
import org.deeplearning4j.arbiter.optimize.serde.jackson.JsonMapper;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Arbiter's JSON and YAML of spaces and configurations, with what Arbiter writes and cannot read back: dropout spaces,
 * {@code MathOp} and {@code PairMathOp}. The texts are Arbiter's own.
 *
 * <p>What is read may name any class and hold serialised Java objects: read nothing from strangers. Thread-safe.
 */
public final class ArbiterJson {

    private static final ObjectMapper JSON = completed(JsonMapper.getMapper());
    private static final ObjectMapper YAML = completed(JsonMapper.getYamlMapper());

    private ArbiterJson() {}

    private static ObjectMapper completed(ObjectMapper arbiters) {
        return arbiters.copy()
                .addMixIn(DropoutSpace.class, Constructors.OfDropout.class)
                .addMixIn(GaussianDropoutSpace.class, Constructors.OfRate.class)
                .addMixIn(AlphaDropoutSpace.class, Constructors.OfDropout.class)
                .addMixIn(GaussianNoiseSpace.class, Constructors.OfDeviation.class)
                .addMixIn(MathOp.class, Constructors.OfMathOp.class)
                .addMixIn(PairMathOp.class, Constructors.OfPairMathOp.class);
    }

    /** @throws IllegalArgumentException if something in it cannot be written */
    public static String write(Object spaceOrConfiguration) {
        return write(JSON, spaceOrConfiguration);
    }

    /** As {@link #write}. */
    public static String writeYaml(Object spaceOrConfiguration) {
        return write(YAML, spaceOrConfiguration);
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Reads what {@link #write} or Arbiter's {@code toJson} wrote.
     *
     * @throws IllegalArgumentException if it is not the text of such an object
     */
    public static <T> T read(String json, Class<T> type) {
        return read(JSON, json, type);
    }

    /** As {@link #read}. */
    public static <T> T readYaml(String yaml, Class<T> type) {
        return read(YAML, yaml, type);
    }

    private static <T> T read(ObjectMapper mapper, String text, Class<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the text of a " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    /** The constructors of Arbiter's classes, with the names of what is given to them. Nobody calls them. */
    @SuppressWarnings("unused")
    private static final class Constructors {

        abstract static class OfDropout {
            @JsonCreator
            OfDropout(@JsonProperty("dropout") ParameterSpace<Double> dropout) {}
        }

        abstract static class OfRate {
            @JsonCreator
            OfRate(@JsonProperty("rate") ParameterSpace<Double> rate) {}
        }

        abstract static class OfDeviation {
            @JsonCreator
            OfDeviation(@JsonProperty("stddev") ParameterSpace<Double> stddev) {}
        }

        abstract static class OfMathOp {
            @JsonCreator
            OfMathOp(
                    @JsonProperty("parameterSpace") ParameterSpace<Number> parameterSpace,
                    @JsonProperty("op") Op op,
                    @JsonProperty("scalar") Number scalar) {}
        }

        abstract static class OfPairMathOp {
            @JsonCreator
            OfPairMathOp(
                    @JsonProperty("first") ParameterSpace<Number> first,
                    @JsonProperty("second") ParameterSpace<Number> second,
                    @JsonProperty("op") Op op) {}
        }
    }
}

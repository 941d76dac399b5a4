package org.jerboa.mop.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;

/**
 * The JSON that a study's files consist of: records field by field; events, decisions and commands with the name of their
 * record; configurations as objects of canonical texts.
 */
public final class StudyJson {

    private StudyJson() {}

    /** Configurations are read by the space, without loss. Fields that are not known are passed over. */
    public static JsonMapper of(SearchSpace space) {
        return mapper(space::parse);
    }

    /** For whoever does not have the study's space: configurations are those of {@link Configuration#ofTexts}. */
    public static JsonMapper ofTexts() {
        return mapper(Configuration::ofTexts);
    }

    private static JsonMapper mapper(Function<Map<String, String>, Configuration> configurations) {
        SimpleModule module = new SimpleModule();
        module.addSerializer(Configuration.class, new ConfigurationWriter());
        module.addDeserializer(Configuration.class, new ConfigurationReader(configurations));
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(module)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addMixIn(StudyEvent.class, NamedByEvent.class)
                .addMixIn(Decision.class, NamedByDecision.class)
                .addMixIn(Command.class, NamedByCommand.class);
        registerPermitted(builder, StudyEvent.class);
        registerPermitted(builder, Decision.class);
        registerPermitted(builder, Command.class);
        return builder.build();
    }

    private static void registerPermitted(JsonMapper.Builder builder, Class<?> sealed) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(permitted, permitted.getSimpleName()));
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
    private interface NamedByEvent {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "decision")
    private interface NamedByDecision {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
    private interface NamedByCommand {}

    private static final class ConfigurationWriter extends JsonSerializer<Configuration> {

        @Override
        public void serialize(Configuration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writePOJO(value.texts());
        }
    }

    private static final class ConfigurationReader extends JsonDeserializer<Configuration> {

        private final Function<Map<String, String>, Configuration> reader;

        ConfigurationReader(Function<Map<String, String>, Configuration> reader) {
            this.reader = reader;
        }

        @Override
        public Configuration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JavaType texts = context.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, String.class);
            return reader.apply(context.readValue(in, texts));
        }
    }
}

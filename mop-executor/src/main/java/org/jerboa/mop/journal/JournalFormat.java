package org.jerboa.mop.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;

/**
 * Journal lines and back. A line is a JSON object whose first field is a CRC-32C, as eight hexadecimal digits, of the
 * same object without that field. Values are the records of {@link StudyEvent}, field by field; configurations are
 * objects of canonical texts, which the search space reads back without loss. See docs/formats/journal.md.
 *
 * <p>Thread-safe.
 */
final class JournalFormat {

    private static final String PREFIX = "{\"crc\":\"";
    private static final int CRC_DIGITS = 8;
    private static final String AFTER_CRC = "\",";
    private static final int BODY = PREFIX.length() + CRC_DIGITS + AFTER_CRC.length();

    private final ObjectMapper mapper;

    /** For journals of studies over that space. */
    JournalFormat(SearchSpace space) {
        this(space::parse);
    }

    private JournalFormat(Function<Map<String, String>, Configuration> parse) {
        SimpleModule configurations = new SimpleModule();
        configurations.addSerializer(Configuration.class, new ConfigurationWriter());
        configurations.addDeserializer(Configuration.class, new ConfigurationReader(parse));
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(configurations)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addMixIn(StudyEvent.class, NamedByEvent.class)
                .addMixIn(Decision.class, NamedByDecision.class)
                .addMixIn(Command.class, NamedByCommand.class);
        registerPermitted(builder, StudyEvent.class);
        registerPermitted(builder, Decision.class);
        registerPermitted(builder, Command.class);
        this.mapper = builder.build();
    }

    /** For journals of studies over any space, to be read only: each value of a configuration is its canonical text. */
    static JournalFormat ofAnySpace() {
        return new JournalFormat(Configuration::of);
    }

    private static void registerPermitted(JsonMapper.Builder builder, Class<?> sealed) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            builder.registerSubtypes(new NamedType(permitted, permitted.getSimpleName()));
        }
    }

    String line(JournalEntry entry) {
        try {
            String body = mapper.writeValueAsString(entry);
            return PREFIX + sum(body) + AFTER_CRC + body.substring(1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("journal entry " + entry + " cannot be written as JSON", e);
        }
    }

    /** The entry of a line; empty if the line is torn or was altered. */
    Optional<JournalEntry> entry(String line) {
        if (line.length() <= BODY || !line.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String body = "{" + line.substring(BODY);
        if (!line.startsWith(sum(body) + AFTER_CRC, PREFIX.length())) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(body, JournalEntry.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a journal line is whole but cannot be understood (" + e.getOriginalMessage() + "): " + line, e);
        }
    }

    private static String sum(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
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

        private final Function<Map<String, String>, Configuration> parse;

        ConfigurationReader(Function<Map<String, String>, Configuration> parse) {
            this.parse = parse;
        }

        @Override
        public Configuration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Map<String, String> texts = in.readValueAs(new TypeReference<LinkedHashMap<String, String>>() {});
            return parse.apply(texts);
        }
    }
}

package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.atLeast;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;

class SerialisationTest {

    private final SearchSpace space = SearchSpace.of(
            real("lr").log(1e-4, 1e-1),
            real("dropout", 0, 0.5).step(0.1),
            integer("layers", 1, 3),
            categorical("schedule").choice("slow", new Schedule(0.1)).choice("fast", new Schedule(1)),
            ordinal("kernel", List.of(3, 3), List.of(5, 5)),
            categorical("activation", Activation.RELU, Activation.GELU),
            fixed("seed", 42),
            integer("units", 8, 64).log().when("layers", atLeast(2)),
            real("warmup", 0, 1).when("schedule", "slow"));

    @Test
    void spacesAndConfigurationsSurvive() throws Exception {
        SearchSpace copy = throughBytes(space);
        assertThat(copy).isEqualTo(space);
        for (int trial = 0; trial < 50; trial++) {
            int number = trial;
            Configuration configuration =
                    space.sample(name -> RandomStreams.stream(1, number, name).nextDouble());
            Configuration received = throughBytes(configuration);
            assertThat(received).isEqualTo(configuration).hasToString(configuration.text());
            assertThat(received.names()).containsExactlyElementsOf(configuration.names());
            // Schedule has no equals: a received configuration still fits both spaces.
            space.validate(received);
            copy.validate(received);
            assertThat(space.encode(received)).containsExactly(copy.encode(configuration));
            assertThat(copy.decode(space.encode(received))).isEqualTo(configuration);
        }
    }

    private static <T> T throughBytes(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T copy = (T) in.readObject();
            return copy;
        }
    }
}

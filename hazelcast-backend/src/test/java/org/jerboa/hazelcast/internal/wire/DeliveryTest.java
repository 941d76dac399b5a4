package org.jerboa.hazelcast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jerboa.hazelcast.Fixture;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every message arrives as it was sent. */
class DeliveryTest {

    private static final UUID MEMBER = new UUID(7, 8);

    private final InternalSerializationService serialization = service();

    private static InternalSerializationService service() {
        SerializationConfig config = new SerializationConfig();
        Wire.register(config);
        return new DefaultSerializationServiceBuilder().setConfig(config).build();
    }

    @AfterEach
    void dispose() {
        serialization.dispose();
    }

    private static UnitQuery unit() {
        return new UnitQuery(
                (1L << 40) + 3,
                UnitQuery.Kind.TRAIN,
                4,
                Fixture.SPACE.configuration(Map.of(
                        "learningRate", 0.01, "dropout", 0.25, "hidden", 3, "batchSize", 16, "activation", "tanh")),
                new CheckpointId(2, 8),
                1,
                2,
                8,
                2,
                1,
                Split.TRAINING,
                3,
                4,
                true,
                Set.of("auc"));
    }

    @Test
    void everyMessageArrivesAsItWasSent() {
        UnitCost cost = new UnitCost(1, 2, true, 3, 4);
        List<Message> messages = List.of(
                new Command.Begin(),
                new Command.Run("w/worker-0", unit(), MEMBER),
                new Command.Run("w/worker-0", unit(), null),
                new Command.Cancel("w", 9),
                new Command.Abandon("w", "stuck"),
                new Command.Release(4),
                new Command.Close(),
                new Event.Joined("w", 2),
                new Event.Left("w", "tired"),
                new Event.Started("w", 9),
                new Event.Reported(new UnitReport.Trained(9, "w", new TrainingSummary(60, 4, 0.5), cost)),
                new Event.Reported(
                        new UnitReport.Failed(9, "w", UnitReport.Reason.MODEL_LOST, "lost", "where it happened")),
                new Event.Committed(new CheckpointId(4, 12), 1234),
                new Event.CommitFailed(new CheckpointId(4, 12), "no room"),
                new Event.Computed(Split.TEST, 3, Set.of("pool", "fc"), true, 1L << 33, 17),
                new Event.NotComputed(Split.TRAINING, 2, "no such layer"),
                new Event.Draining(),
                new Event.Leaving("told to"),
                new Event.Closed());

        Delivery read = copy(new Delivery("study", 3, MEMBER, 17, true, messages));

        assertThat(read.study()).isEqualTo("study");
        assertThat(read.session()).isEqualTo(3);
        assertThat(read.sender()).isEqualTo(MEMBER);
        assertThat(read.number()).isEqualTo(17);
        assertThat(read.isToDriver()).isTrue();
        assertThat(read.messages()).isEqualTo(messages);
    }

    @Test
    void aStudysOpeningArrivesWithItsHandler() {
        Command.Open opening = new Command.Open(new byte[] {1, 2, 3}, 2, 0.5, 1L << 33, 1, "digits");

        assertThat(copy(new Delivery("study", 0, MEMBER, 1, false, List.of(opening)))
                        .messages())
                .singleElement()
                .isInstanceOfSatisfying(Command.Open.class, read -> {
                    assertThat(read.handler()).containsExactly(1, 2, 3);
                    assertThat(read.toolThreads()).isEqualTo(2);
                    assertThat(read.share()).isEqualTo(0.5);
                    assertThat(read.cacheBytes()).isEqualTo(1L << 33);
                    assertThat(read.backups()).isEqualTo(1);
                    assertThat(read.label()).isEqualTo("digits");
                });
    }

    @Test
    void partsOfShardsAndQuestionsForModelsArrive() {
        ShardPart.Header header = new ShardPart.Header(Split.VALIDATION, 2, "x float32 3", 5, 60, 99, true);

        ShardPart part = copy(new ShardPart("study", 1, header, 12, new byte[] {5, 6}));
        Pull pull = copy(new Pull("study", 1, new CheckpointId(4, 12), true, 99, 3));

        assertThat(part.header()).isEqualTo(header);
        assertThat(part.offset()).isEqualTo(12);
        assertThat(part.bytes()).containsExactly(5, 6);
        assertThat(pull.id()).isEqualTo(new CheckpointId(4, 12));
        assertThat(pull.isFromDriver()).isTrue();
        assertThat(pull.hop()).isEqualTo(99);
        assertThat(pull.part()).isEqualTo(3);
    }

    @Test
    void whatShardsAreDerivedByArrives() {
        ShardPart.Header source = new ShardPart.Header(Split.VALIDATION, 2, "x uint8 3", 5, 15, 99, true);
        ShardPart.Header derived = new ShardPart.Header(Split.VALIDATION, 2, "x float32 3", 5, 60, 98, false);
        Recipe recipe = new Recipe(
                derived, source, "key", Map.of("x", "fc"), Set.of("fc", "pool"), Set.of("cut"), Set.of("pool"));

        DerivedOffer offer = copy(new DerivedOffer("study", 1, recipe));
        TransformPart part = copy(new TransformPart("study", 1, "key", 7, 1L << 33, new byte[] {5, 6}, true, 9));

        assertThat(offer.study()).isEqualTo("study");
        assertThat(offer.recipe()).isEqualTo(recipe);
        assertThat(part.key()).isEqualTo("key");
        assertThat(part.sending()).isEqualTo(7);
        assertThat(part.offset()).isEqualTo(1L << 33);
        assertThat(part.bytes()).containsExactly(5, 6);
        assertThat(part.isLast()).isTrue();
        assertThat(part.checksum()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"false, false, ''", "true, false, ''", "false, true, ''", "true, true, ''", "false, false, no läyers"})
    void whatAMemberLacksIsReadAsItWasSaid(boolean source, boolean transform, String refusal) {
        Lacks lacks = new Lacks(source, transform, refusal);

        assertThat(Lacks.of(lacks.toBytes())).isEqualTo(lacks);
    }

    /** The version is the first byte after what Hazelcast itself needs: two numbers of four bytes, and the type's of eight. */
    @Test
    void anotherVersionIsRefusedWithTheRemedy() {
        byte[] bytes = serialization
                .toData(new Delivery("study", 0, MEMBER, 1, false, List.of(new Command.Close())))
                .toByteArray();
        int version = indexOfVersion(bytes);
        bytes[version] = Wire.VERSION + 1;
        Data other = new com.hazelcast.internal.serialization.impl.HeapData(bytes);

        assertThatThrownBy(() -> serialization.toObject(other))
                .isInstanceOf(HazelcastSerializationException.class)
                .hasStackTraceContaining("same version of Jerboa");
    }

    private static int indexOfVersion(byte[] bytes) {
        byte[] after = {Wire.VERSION, 0, 0, 0, 5, 's', 't', 'u', 'd', 'y'};
        for (int at = 0; at <= bytes.length - after.length; at++) {
            if (Arrays.equals(bytes, at, at + after.length, after, 0, after.length)) {
                return at;
            }
        }
        throw new AssertionError("no version before the study's name");
    }

    private <T> T copy(T task) {
        return serialization.toObject(serialization.toData(task));
    }
}

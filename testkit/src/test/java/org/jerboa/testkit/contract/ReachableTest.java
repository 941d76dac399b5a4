package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReachableTest {

    private static final int LARGE = 1_000_000;

    private record Pair(Object one, Object other) {}

    /** With a header and fields of 4, 8, 1 and 4 bytes. */
    private record Mixed(
            int number,
            double weight,
            boolean last,
            @Nullable Object next) {}

    @Test
    void bytesAreThoseOfHeadersFieldsAndElements() {
        Mixed node = new Mixed(1, 2, true, null);
        assertThat(Reachable.bytes(node)).isEqualTo(16 + 4 + 8 + 1 + 4);
        assertThat(Reachable.bytes(new double[10])).isEqualTo(16 + 10 * 8);
        assertThat(Reachable.bytes(new Object[] {node, null, new short[3]})).isEqualTo(16 + 3 * 4 + 33 + 16 + 3 * 2);
        assertThat(Reachable.bytes("abc")).isEqualTo(16 + 16 + 3);
        assertThat(Reachable.bytes(Map.of(1, 2))).isEqualTo(16 + 32 + 2 * 16);
    }

    @Test
    void whatIsReachedTwiceCountsOnce() {
        short[] shared = new short[3];
        assertThat(Reachable.bytes(new Pair(shared, shared))).isEqualTo(16 + 2 * 4 + 16 + 3 * 2);
        Object[] itself = new Object[1];
        itself[0] = itself;
        assertThat(Reachable.bytes(itself)).isEqualTo(16 + 4);
    }

    /** Each leads to the same large array. */
    static Stream<Object> owners() {
        byte[] large = new byte[LARGE];
        Deque<Object> queue = new ArrayDeque<>(List.of(large));
        Map<Object, Object> keys = new HashMap<>();
        keys.put(large, "value");
        Supplier<Object> closure = () -> large;
        return Stream.of(
                new Pair("one", large),
                new Mixed(1, 2, true, new Pair(large, large)),
                new Object[][] {{}, {large}},
                new ArrayList<>(List.of(List.of(large))),
                queue,
                keys,
                Map.of("key", Map.entry("entry", large)).entrySet(),
                Optional.of(large),
                new AtomicReference<>(large),
                closure,
                "x".repeat(LARGE));
    }

    @ParameterizedTest
    @MethodSource("owners")
    void whatAnOwnerLeadsToIsFound(Object owner) {
        assertThat(Reachable.bytes(owner)).isBetween((long) LARGE, LARGE + 500L);
    }
}

package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeMemoryTest {

    @ParameterizedTest(name = "{0} allowed on a machine of {1} with a heap of {2}: {3}")
    @CsvSource({
        "4, 24, 1, 3", // JavaCPP allows four times the heap
        "24, 24, 6, 18", // its default for a heap that is a quarter of the machine
        "0, 24, 6, 18", // no bound but the machine
        "100, 24, 6, 18",
        "6, 24, 6, 3", // the heap could take it all, and hardly will
    })
    void isWhatTheHeapLeaves(long allowed, long machine, long heap, long limit) {
        assertThat(NativeMemory.limit(allowed, machine, heap)).isEqualTo(limit);
    }

    @Test
    void thisProcessHasSome() {
        assertThat(NativeMemory.limit()).isGreaterThan(64L << 20);
    }
}

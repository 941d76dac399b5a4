package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class Float16Test {

    private static final int INFINITY = 0x7c00;

    /** What IEEE 754 says a half is worth, in double precision, which holds all of them. */
    private static double value(int half) {
        int exponent = half >> 10 & 31;
        int fraction = half & 1023;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
        return (half & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void readsEveryHalfAsTheStandardDefinesIt() {
        for (int half = 0; half < 1 << 16; half++) {
            float read = Float16.toFloat((short) half);
            int magnitude = half & 0x7fff;
            if (magnitude > INFINITY) {
                assertThat(read).as("half %04x", half).isNaN();
            } else if (magnitude == INFINITY) {
                assertThat(read).isEqualTo(half == INFINITY ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY);
            } else {
                // bits, so that zeros keep their sign
                assertThat(Float.floatToIntBits(read)).as("half %04x", half).isEqualTo(Float.floatToIntBits((float)
                        value(half)));
            }
        }
    }

    @Test
    void writesWhatItHasRead() {
        for (int half = 0; half < 1 << 16; half++) {
            short written = Float16.fromFloat(Float16.toFloat((short) half));
            if ((half & 0x7fff) > INFINITY) {
                assertThat(Float16.toFloat(written)).as("half %04x", half).isNaN();
            } else {
                assertThat(written).as("half %04x", half).isEqualTo((short) half);
            }
        }
    }

    /**
     * Rounding only changes where two halves are equally near. There, and one step of single precision to either side, all that can be
     * wrong is looked at; what lies between follows.
     */
    @Test
    void roundsToTheNearestAndHalfWayToTheEvenOne() {
        for (int half = 0; half < INFINITY; half++) {
            // behind the greatest finite number comes 65536, in whose place there is infinity
            float middle = (float) ((value(half) + value(half + 1)) / 2);
            int even = half % 2 == 0 ? half : half + 1;
            for (int sign : new int[] {0, 0x8000}) {
                float signed = sign == 0 ? middle : -middle;
                assertThat(Float16.fromFloat(signed))
                        .as("half way from %04x", half)
                        .isEqualTo((short) (even | sign));
                float nearer = sign == 0 ? Math.nextDown(signed) : Math.nextUp(signed);
                assertThat(Float16.fromFloat(nearer))
                        .as("less than half way from %04x", half)
                        .isEqualTo((short) (half | sign));
                float farther = sign == 0 ? Math.nextUp(signed) : Math.nextDown(signed);
                assertThat(Float16.fromFloat(farther))
                        .as("more than half way from %04x", half)
                        .isEqualTo((short) (half + 1 | sign));
            }
        }
    }

    @Test
    void whatIsTooSmallIsZeroAndWhatIsTooLargeInfinite() {
        assertThat(Float16.fromFloat(Float.MIN_VALUE)).isZero();
        assertThat(Float16.fromFloat(-Float.MIN_VALUE)).isEqualTo((short) 0x8000);
        assertThat(Float16.fromFloat(Float16.MAX_VALUE)).isEqualTo((short) (INFINITY - 1));
        assertThat(Float16.fromFloat(Float.MAX_VALUE)).isEqualTo((short) INFINITY);
        assertThat(Float16.fromFloat(Float.NEGATIVE_INFINITY)).isEqualTo((short) (INFINITY | 0x8000));
        assertThat(Float16.toFloat(Float16.fromFloat(Float.NaN))).isNaN();
        // a NaN whose fraction has only bits that half precision drops
        assertThat(Float16.toFloat(Float16.fromFloat(Float.intBitsToFloat(0x7f800001))))
                .isNaN();
    }

    @Test
    void tensorsRoundWhatTheyAreGivenAndTakeHalfTheRoom() {
        TensorSpec spec = TensorSpec.features("x", ElementType.FLOAT16, 2);

        Tensor tensor = Tensor.ofFloats(spec, 1, 1.0003f, -0.1f, 70_000);

        assertThat(tensor.bytes()).isEqualTo(8);
        // 0.1 is 1638.4 / 16384
        float[] read = new float[4];
        tensor.copyFloats(0, 2, read, 0);
        assertThat(read).containsExactly(1, 1, -1638 / 16384f, Float.POSITIVE_INFINITY);
        ByteBuffer raw = tensor.raw();
        assertThat(raw.getShort()).isEqualTo((short) 0x3c00);
        assertThat(Schema.parse(Schema.of(spec).toText())).isEqualTo(Schema.of(spec));
    }
}

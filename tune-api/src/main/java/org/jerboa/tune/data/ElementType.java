package org.jerboa.tune.data;

/** How one element of a {@link Tensor} is stored. Everything is little-endian. */
public enum ElementType {
    /** An unsigned byte, 0..255: pixels, and class indices of up to 256 classes. */
    UINT8(1),
    /** A signed 32-bit integer: class indices and counts. */
    INT32(4),
    /** An IEEE 754 single-precision number. */
    FLOAT32(4),
    /** An IEEE 754 half-precision number, see {@link Float16}: half the room, for what needs no more than three digits. */
    FLOAT16(2);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}

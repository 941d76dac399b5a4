package org.jerboa.data.idx;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.data.io.Bytes;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Shape;

/**
 * An IDX file being read: two zero bytes, the type of numbers, the count of dimensions, each dimension as a big-endian
 * integer, then the numbers, big-endian. The first dimension counts items.
 */
public final class IdxFile implements Closeable {

    private static final int UNSIGNED_BYTE = 0x08;
    private static final int INTEGER = 0x0C;
    private static final int FLOAT = 0x0D;

    private final String name;
    private final DataInputStream stream;
    private final ElementType type;
    private final int items;
    private final Shape shape;
    private final byte[] item;
    private int read;

    private IdxFile(String name, DataInputStream stream) throws IOException {
        this.name = name;
        this.stream = stream;
        int magic = stream.readInt();
        if (magic >>> 16 != 0 || (magic & 0xff) == 0) {
            throw new IOException(String.format(
                    "it is no IDX file: it begins with %08x, not with two zero bytes, a type and a rank", magic));
        }
        this.type = switch (magic >>> 8) {
            case UNSIGNED_BYTE -> ElementType.UINT8;
            case INTEGER -> ElementType.INT32;
            case FLOAT -> ElementType.FLOAT32;
            default ->
                throw new IOException(String.format(
                        "its numbers are of type 0x%02x; unsigned bytes (0x08), integers (0x0c) and floats (0x0d) can"
                                + " be read",
                        magic >>> 8));
        };
        this.items = dimension(stream);
        List<Integer> dimensions = new ArrayList<>();
        for (int i = 1; i < (magic & 0xff); i++) {
            dimensions.add(dimension(stream));
        }
        this.shape = new Shape(dimensions);
        this.item = new byte[Math.multiplyExact(shape.elements(), type.bytes())];
    }

    private static int dimension(DataInputStream stream) throws IOException {
        int dimension = stream.readInt();
        if (dimension < 0) {
            throw new IOException("it has a dimension of " + Integer.toUnsignedString(dimension) + ", more than "
                    + Integer.MAX_VALUE);
        }
        return dimension;
    }

    static IdxFile open(Bytes input) throws IOException {
        DataInputStream stream = new DataInputStream(input.open());
        try {
            return new IdxFile(input.name(), stream);
        } catch (EOFException e) {
            stream.close();
            throw new IOException("cannot read " + input.name() + ": it ends within its header; it was cut off", e);
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            stream.close();
            throw new IOException("cannot read " + input.name() + ": " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    ElementType type() {
        return type;
    }

    int items() {
        return items;
    }

    /** Of one item. */
    Shape shape() {
        return shape;
    }

    /** Reads the next item into a little-endian buffer. */
    void next(ByteBuffer destination) throws IOException {
        readItem();
        if (type == ElementType.UINT8) {
            destination.put(item);
            return;
        }
        ByteBuffer bigEndian = ByteBuffer.wrap(item);
        while (bigEndian.hasRemaining()) {
            destination.putInt(bigEndian.getInt());
        }
    }

    /** Reads the next item of a file of single integers. */
    int nextInt() throws IOException {
        readItem();
        return type == ElementType.UINT8 ? item[0] & 255 : ByteBuffer.wrap(item).getInt();
    }

    private void readItem() throws IOException {
        try {
            stream.readFully(item);
            read++;
        } catch (EOFException e) {
            throw new IOException(
                    "cannot read " + name + ": it ends in item " + read + " of " + items + "; it was cut off", e);
        }
    }

    /** To be called after the last item. */
    void checkEnd() throws IOException {
        if (stream.read() >= 0) {
            throw new IOException(
                    "cannot read " + name + ": there is more after its " + items + " items; its header is wrong");
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}

package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * What a checkpoint is made of. It is written when all chunks are there: without it they are nothing.
 *
 * @param place what the keys of its chunks begin with; another one each time that a version is stored
 * @param length bytes of the payload
 * @param checksum CRC-32C of the payload
 */
record Manifest(String place, long length, int checksum) {

    static final int CHUNK = 4 << 20;

    int chunks() {
        return Math.toIntExact((length + CHUNK - 1) / CHUNK);
    }

    /** Under which key a chunk is. */
    String key(int chunk) {
        return key(place, chunk);
    }

    static String key(String place, int chunk) {
        return place + "#" + chunk;
    }

    void write(ObjectDataOutput out) throws IOException {
        out.writeString(place);
        out.writeLong(length);
        out.writeInt(checksum);
    }

    static Manifest read(ObjectDataInput in) throws IOException {
        return new Manifest(Objects.requireNonNull(in.readString()), in.readLong(), in.readInt());
    }
}

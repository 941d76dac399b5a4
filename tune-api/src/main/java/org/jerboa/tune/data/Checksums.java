package org.jerboa.tune.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** How blocks and datasets are told apart; one definition for data on the heap, in files and on a grid. */
final class Checksums {

    /** 2^64 divided by the golden ratio, made odd: the multiplier of Fibonacci hashing. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Checksums() {}

    static long combine(int examples, long... crcs) {
        long hash = mix(GOLDEN + examples);
        for (long crc : crcs) {
            hash = mix(hash + GOLDEN + crc);
        }
        return hash;
    }

    /** A bijection of 64 bits in which every input bit reaches every output bit: xor-shifts between odd products. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        return z ^ (z >>> 32);
    }

    static String fingerprint(Schema schema, List<Shard> shards) {
        MessageDigest digest = sha256();
        digest.update(schema.toText().getBytes(StandardCharsets.UTF_8));
        for (Shard shard : shards) {
            String line = shard.split().label() + " " + shard.index() + " " + shard.examples() + " "
                    + HexFormat.of().toHexDigits(shard.checksum()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one does not", e);
        }
    }
}

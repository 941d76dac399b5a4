package org.jerboa.tune.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jerboa.tune.random.RandomStreams;

/** How blocks and datasets are told apart; one definition for data on the heap, in files and on a grid. */
final class Checksums {

    private Checksums() {}

    static long combine(int examples, long... crcs) {
        long hash = RandomStreams.mix(examples);
        for (long crc : crcs) {
            hash = RandomStreams.mix(hash ^ crc);
        }
        return hash;
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

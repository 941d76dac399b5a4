package org.jerboa.tune.space;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Canonical texts of conditions, and the hash of canonical texts. */
final class CanonicalText {

    private CanonicalText() {}

    static String of(Condition condition) {
        if (condition instanceof Condition.OneOf oneOf) {
            String values = oneOf.values().stream().map(ValueText::of).collect(Collectors.joining(" or "));
            return oneOf.parent() + " = " + values;
        }
        Condition.Within within = (Condition.Within) condition;
        if (within.high() == Long.MAX_VALUE) {
            return within.parent() + " >= " + within.low();
        }
        return within.low() == Long.MIN_VALUE
                ? within.parent() + " <= " + within.high()
                : within.low() + " <= " + within.parent() + " <= " + within.high();
    }

    /** SHA-256 of the UTF-8 text, in lower-case hexadecimal digits. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}

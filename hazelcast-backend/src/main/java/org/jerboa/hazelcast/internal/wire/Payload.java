package org.jerboa.hazelcast.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;

/**
 * What is of the user's types: handlers, configurations, metric accumulators. It travels as bytes inside Jerboa's own
 * messages, and is only read where a class loader is at hand that may know those types.
 */
public final class Payload {

    private Payload() {}

    /** @throws UncheckedIOException if it, or something in it, cannot be serialised */
    public static byte[] of(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a " + value.getClass().getName() + " cannot be sent to other JVMs (" + e
                            + "); what a handler is made of must be Serializable",
                    e);
        }
        return bytes.toByteArray();
    }

    /** @throws MissingClassException if the loader does not know a class of it */
    public static <T> T read(byte[] bytes, Class<T> type, ClassLoader loader) throws IOException {
        return read(new ByteArrayInputStream(bytes), type, loader);
    }

    /** As the other one; closes the stream. */
    public static <T> T read(InputStream bytes, Class<T> type, ClassLoader loader) throws IOException {
        try (ObjectInputStream in = new Input(bytes, loader)) {
            return type.cast(in.readObject());
        } catch (ClassNotFoundException e) {
            throw new MissingClassException(e);
        } catch (NoClassDefFoundError e) {
            throw new MissingClassException(e);
        }
    }

    /** A class of the user's is not on the class path here. */
    public static final class MissingClassException extends IOException {

        private static final long serialVersionUID = 1L;

        MissingClassException(Throwable cause) {
            super(
                    "class " + cause.getMessage()
                            + " is not on the class path; add the jar that has it to the class path"
                            + " of each worker (--jars my.jar), the same one as the driver's",
                    cause);
        }
    }

    private static final class Input extends ObjectInputStream {

        private final ClassLoader loader;

        Input(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(type.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(type); // primitive types
            }
        }
    }
}

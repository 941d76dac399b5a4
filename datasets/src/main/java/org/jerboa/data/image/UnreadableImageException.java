package org.jerboa.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An image that cannot be read: which, and why. */
public final class UnreadableImageException extends IOException {

    /** Null once it has travelled: paths are not serialisable, and the name says which one it was. */
    private final transient @Nullable Path file;

    private final String name;
    private final String reason;

    UnreadableImageException(Path file, IOException cause) {
        super("cannot read image " + file + ": " + reason(cause) + "; repair, convert or remove it", cause);
        this.file = file;
        this.name = file.toString();
        this.reason = reason(cause);
    }

    /** What it was, as it was listed; in another process, the path of that name in the default file system. */
    public Path file() {
        return file == null ? Path.of(name) : file;
    }

    /** What is wrong with it, in words. */
    public String reason() {
        return reason;
    }

    /** The file system's exceptions have the path for a message, and the kind of failure for a name. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "there is no permission to read it";
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        if (cause instanceof EOFException) {
            return "it ends too early";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}

package org.jerboa.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Permissions cannot be taken from who runs tests as root, so the exceptions are given here. */
class UnreadableImageExceptionTest {

    private static String reason(IOException cause) {
        return new UnreadableImageException(Path.of("x.png"), cause).reason();
    }

    @Test
    void saysInWordsWhatTheFileSystemSaysByType() {
        assertThat(reason(new AccessDeniedException("x.png"))).isEqualTo("there is no permission to read it");
        assertThat(reason(new NoSuchFileException("x.png"))).isEqualTo("there is no such file");
        assertThat(reason(new FileSystemException("x.png", null, "Input/output error")))
                .isEqualTo("Input/output error");
        assertThat(reason(new EOFException())).isEqualTo("it ends too early");
        assertThat(reason(new IOException("Bogus marker length"))).isEqualTo("Bogus marker length");
        assertThat(reason(new IOException())).isEqualTo("java.io.IOException");
    }

    @Test
    void namesTheFileAndARemedy() {
        assertThat(new UnreadableImageException(Path.of("a", "x.png"), new AccessDeniedException("x.png")))
                .hasMessage("cannot read image " + Path.of("a", "x.png")
                        + ": there is no permission to read it; repair, convert or remove it");
    }

    @Test
    void tellsInAnotherProcessWhichFileAndWhy() throws Exception {
        UnreadableImageException here =
                new UnreadableImageException(Path.of("a", "x.png"), new IOException("Bogus marker length"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(here);
        }

        UnreadableImageException there;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            there = (UnreadableImageException) in.readObject();
        }

        assertThat(there.file()).isEqualTo(Path.of("a", "x.png"));
        assertThat(there.reason()).isEqualTo("Bogus marker length");
        assertThat(there).hasMessage(here.getMessage());
    }
}

package org.jerboa.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes one image, of any format that the JDK's ImageIO has a reader for. */
public final class ImageFile {

    /** A decoded pixel takes 4 bytes, and one of {@link ImagePixels} up to three floats. */
    private static final int BYTES_A_PIXEL = 16;

    private static final double MEBIBYTE = 1 << 20;

    private ImageFile() {}

    /**
     * @throws UnreadableImageException if there is no such file, or it is no image, or it is damaged or cut off
     * @throws IllegalArgumentException if it has more pixels than the heap has room for; the message names it
     */
    public static ImagePixels read(Path file, ImageColours colours) throws UnreadableImageException {
        try (InputStream stream = Files.newInputStream(file);
                Input input = new Input(stream)) {
            BufferedImage image = decode(file, input);
            if (input.ranOut) {
                throw new IOException("it ends before its last pixels");
            }
            return ImagePixels.of(image, colours);
        } catch (IOException e) {
            throw new UnreadableImageException(file, e);
        }
    }

    private static BufferedImage decode(Path file, Input input) throws IOException {
        if (input.read() < 0) {
            throw new IOException("it is empty");
        }
        input.seek(0);
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        if (!readers.hasNext()) {
            throw new IOException("it is in no format that is known here ("
                    + String.join(", ", new TreeSet<>(List.of(ImageIO.getReaderFileSuffixes()))) + ")");
        }
        ImageReader reader = readers.next();
        input.ranOut = false;
        try {
            reader.setInput(input, true, true);
            checkRoom(file, reader.getWidth(0), reader.getHeight(0));
            return reader.read(0);
        } catch (TooLargeException e) {
            throw e;
        } catch (RuntimeException e) {
            // what decoders throw for damaged images is theirs to choose
            throw new IOException("it is damaged (" + e + ")", e);
        } finally {
            reader.dispose();
        }
    }

    /** A few damaged bytes can make any size of an image, and running out of memory would not say whose. */
    private static void checkRoom(Path file, int width, int height) {
        long bytes = (long) width * height * BYTES_A_PIXEL;
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw new TooLargeException(String.format(
                    "image %s says that it has %d by %d pixels, which take %.0f MiB to decode, and the heap ends at"
                            + " %.0f; raise -Xmx, or remove it if it is damaged",
                    file, height, width, bytes / MEBIBYTE, heap / MEBIBYTE));
        }
    }

    /** No property of the file, so it must not count as a file that is unreadable. */
    private static final class TooLargeException extends IllegalArgumentException {

        TooLargeException(String message) {
            super(message);
        }
    }

    /**
     * Notes whether a reader asked for more than there is: some of them, JPEG's above all, then fill what is missing
     * with a colour and say nothing. Cached in memory, as ImageIO would otherwise copy every image to the temporary folder.
     */
    private static final class Input extends MemoryCacheImageInputStream {

        private boolean ranOut;

        Input(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            return noted(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return noted(super.read(bytes, offset, length));
        }

        private int noted(int read) {
            ranOut |= read < 0;
            return read;
        }
    }
}

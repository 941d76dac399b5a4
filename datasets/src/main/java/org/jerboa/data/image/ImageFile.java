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
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes one image, of any format that the JDK's ImageIO has a reader for. */
public final class ImageFile {

    private ImageFile() {}

    /** @throws IOException if there is no such file, or it is no image or a damaged one; the message names it */
    public static ImagePixels read(Path file, ImageColours colours) throws IOException {
        // a memory cache: ImageIO would otherwise put a copy of every image into the temporary folder
        try (InputStream stream = Files.newInputStream(file);
                ImageInputStream input = new MemoryCacheImageInputStream(stream)) {
            return ImagePixels.of(decode(input), colours);
        } catch (IOException e) {
            throw new IOException("cannot read image " + file + ": " + e.getMessage() + "; repair or remove it", e);
        }
    }

    private static BufferedImage decode(ImageInputStream input) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        if (!readers.hasNext()) {
            throw new IOException("it is in no format that is known here ("
                    + String.join(", ", new TreeSet<>(List.of(ImageIO.getReaderFileSuffixes()))) + ")");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(input, true, true);
            return reader.read(0);
        } catch (RuntimeException e) {
            // what decoders throw for damaged images is theirs to choose
            throw new IOException("it is damaged (" + e + ")", e);
        } finally {
            reader.dispose();
        }
    }
}

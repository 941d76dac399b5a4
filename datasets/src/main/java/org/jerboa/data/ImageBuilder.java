package org.jerboa.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jerboa.data.image.ImageColours;
import org.jerboa.data.image.ImageSource;
import org.jerboa.data.image.UnreadableImageException;
import org.jerboa.data.spi.ExampleSource;
import org.jspecify.annotations.Nullable;

/**
 * Datasets from folders of images: one folder a class, in any format that {@code javax.imageio} reads (PNG, JPEG, BMP,
 * GIF, and what plug-ins add). Images become unsigned bytes {@code [channels][height][width]}; call
 * {@code scale(0, 255)} to give models 0..1. Transparency and the orientation that a camera noted are ignored. Hidden
 * files are left out; any other file must be an image, or {@link #skipUnreadable} be called.
 *
 * <p>Images are read in sorted order of class and file name.
 */
public final class ImageBuilder extends DatasetBuilder<ImageBuilder> {

    private final Path folder;
    private @Nullable Path testFolder;
    private int height;
    private int width;
    private ImageColours colours = ImageColours.RGB;
    private @Nullable Consumer<? super UnreadableImageException> skipped;

    ImageBuilder(Path folder) {
        this.folder = folder;
    }

    /**
     * Scales every image to this size, in pixels, whatever its proportions: averaging where it shrinks, interpolating
     * where it grows. Without it, all images must have the same size.
     */
    public ImageBuilder size(int imageHeight, int imageWidth) {
        if (imageHeight < 1 || imageWidth < 1) {
            throw new IllegalArgumentException(
                    "size (" + imageHeight + ", " + imageWidth + ") must be at least 1 by 1; raise it");
        }
        this.height = imageHeight;
        this.width = imageWidth;
        return this;
    }

    /** One channel: luma as ITU-R BT.601 weighs red, green and blue. */
    public ImageBuilder grey() {
        this.colours = ImageColours.GREY;
        return this;
    }

    /** Three channels, red, green and blue; the default. */
    public ImageBuilder rgb() {
        this.colours = ImageColours.RGB;
        return this;
    }

    /** A folder of the same classes whose images are the test split. */
    public ImageBuilder test(Path imageFolder) {
        this.testFolder = imageFolder;
        return this;
    }

    /** Leaves out files that are no images, damaged, cut off or not to be read; each is a warning in the log. */
    public ImageBuilder skipUnreadable() {
        return skipUnreadable(image -> {});
    }

    /**
     * As {@link #skipUnreadable()}, for programs that want to know which files are left out. The dataset is the one that
     * would be without these files, with the same classes and bytes. To find them every image is decoded twice. An image
     * of another size than the first one is readable, so it stays an error without {@link #size}.
     *
     * @param listener is told of each file that is left out, in the order of reading, by the thread that loads
     */
    public ImageBuilder skipUnreadable(Consumer<? super UnreadableImageException> listener) {
        this.skipped = Objects.requireNonNull(listener);
        return this;
    }

    @Override
    ImageBuilder self() {
        return this;
    }

    @Override
    ExampleSource source() {
        return new ImageSource(folder, testFolder, height, width, colours, skipped);
    }
}

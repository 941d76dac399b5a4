package org.jerboa.data.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jerboa.data.image.ImageFolder.LabelledFile;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examples in a folder of images for each class. The first pass lists files, the second one decodes them. Where unreadable
 * ones are left out the first pass decodes too, as only that tells which they are; the second one reads what it found.
 */
public final class ImageSource implements ExampleSource {

    private static final Logger LOG = LoggerFactory.getLogger(ImageSource.class);

    private final ImageFolder folder;
    private final @Nullable ImageFolder testFolder;
    private final ImageColours colours;
    private final @Nullable Consumer<? super UnreadableImageException> skipped;
    private final boolean resized;
    private int height;
    private int width;
    private List<LabelledFile> images = List.of();
    private List<LabelledFile> testImages = List.of();
    private boolean wideLabels;

    /**
     * @param height 0: as the first image, and all others must be alike
     * @param skipped is told of each image that is left out; null: one that cannot be read is an error
     */
    public ImageSource(
            Path folder,
            @Nullable Path testFolder,
            int height,
            int width,
            ImageColours colours,
            @Nullable Consumer<? super UnreadableImageException> skipped) {
        this.folder = new ImageFolder(folder);
        this.testFolder = testFolder == null ? null : new ImageFolder(testFolder);
        this.height = height;
        this.width = width;
        this.colours = colours;
        this.skipped = skipped;
        this.resized = height > 0;
    }

    @Override
    public String name() {
        return String.valueOf(folder.path().toAbsolutePath().normalize().getFileName());
    }

    @Override
    public Survey survey() throws IOException {
        List<String> classes = folder.classes();
        images = images(folder, classes);
        if (images.isEmpty()) {
            throw new IllegalArgumentException(
                    "the folders " + classes + " of " + folder.path() + " hold no images; add some");
        }
        if (testFolder != null) {
            List<String> unknown = new ArrayList<>(testFolder.classes());
            unknown.removeAll(classes);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("the classes " + unknown + " of " + testFolder.path()
                        + " are none of " + classes + " of " + folder.path() + "; remove or rename them");
            }
            testImages = images(testFolder, classes);
        }
        if (height == 0) {
            decode(images.get(0).file());
        }
        TensorSpec features = TensorSpec.features("features", ElementType.UINT8, colours.channels(), height, width);
        TensorSpec label = TensorSpec.classes("label", classes.size()).withClassNames(classes);
        wideLabels = label.type() == ElementType.INT32;
        return Survey.of(Schema.of(features, label), images.size(), testImages.size())
                .withClasses(images.stream().mapToInt(LabelledFile::label).toArray());
    }

    /** All files of a folder or, where unreadable ones are left out, those that can be decoded. */
    private List<LabelledFile> images(ImageFolder from, List<String> classes) throws IOException {
        List<LabelledFile> files = from.files(classes);
        if (skipped == null) {
            return files;
        }
        List<LabelledFile> readable = new ArrayList<>();
        for (LabelledFile file : files) {
            try {
                sized(file.file(), ImageFile.read(file.file(), colours));
                readable.add(file);
            } catch (UnreadableImageException e) {
                LOG.warn("left out of '{}': {}", name(), e.getMessage());
                skipped.accept(e);
            }
        }
        if (readable.isEmpty() && !files.isEmpty()) {
            throw new IllegalArgumentException("none of the " + files.size() + " files in the folders " + classes
                    + " of " + from.path() + " is an image that can be read; the log has what is wrong with each");
        }
        return readable;
    }

    @Override
    public void read(ExampleSink sink) throws IOException {
        for (LabelledFile image : images) {
            sink.next();
            write(image, sink);
        }
        for (LabelledFile image : testImages) {
            sink.nextTest();
            write(image, sink);
        }
    }

    private void write(LabelledFile image, ExampleSink sink) throws IOException {
        decode(image.file()).write(sink.tensor(0));
        if (wideLabels) {
            sink.tensor(1).putInt(image.label());
        } else {
            sink.tensor(1).put((byte) image.label());
        }
    }

    private ImagePixels decode(Path file) throws IOException {
        try {
            return sized(file, ImageFile.read(file, colours));
        } catch (UnreadableImageException e) {
            throw new IOException(
                    e.getMessage()
                            + (skipped == null
                                    ? ", or leave out all such files with skipUnreadable()"
                                    : ". It could be read when images were counted, and they must not change until"
                                            + " they are loaded; load them again"),
                    e);
        }
    }

    /** At the size asked for. Without one, the first image that comes here has that of all. */
    private ImagePixels sized(Path file, ImagePixels pixels) {
        if (resized) {
            return pixels.scaled(height, width);
        }
        if (height == 0) {
            height = pixels.height();
            width = pixels.width();
        }
        if (pixels.height() != height || pixels.width() != width) {
            throw new IllegalArgumentException("image " + file + " has " + pixels.height() + " by " + pixels.width()
                    + " pixels, the first one has " + height + " by " + width
                    + "; call size(height, width) to make them alike");
        }
        return pixels;
    }
}

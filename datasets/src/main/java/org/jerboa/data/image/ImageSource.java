package org.jerboa.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Examples in a folder of images for each class. The first pass lists files, the second one decodes them. */
public final class ImageSource implements ExampleSource {

    private final Path folder;
    private final @Nullable Path testFolder;
    private final ImageColours colours;
    private final boolean resized;
    private int height;
    private int width;
    private List<Labelled> images = List.of();
    private List<Labelled> testImages = List.of();
    private boolean wideLabels;

    private record Labelled(Path file, int label) {}

    /** @param height 0: as the first image, and all others must be alike */
    public ImageSource(Path folder, @Nullable Path testFolder, int height, int width, ImageColours colours) {
        this.folder = folder;
        this.testFolder = testFolder;
        this.height = height;
        this.width = width;
        this.colours = colours;
        this.resized = height > 0;
    }

    @Override
    public String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    @Override
    public Survey survey() throws IOException {
        List<String> classes = classes(folder);
        images = images(folder, classes);
        if (testFolder != null) {
            List<String> unknown = new ArrayList<>(classes(testFolder));
            unknown.removeAll(classes);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("the classes " + unknown + " of " + testFolder + " are none of "
                        + classes + " of " + folder + "; remove or rename them");
            }
            testImages = images(testFolder, classes);
        }
        if (images.isEmpty()) {
            throw new IllegalArgumentException(
                    "the folders " + classes + " of " + folder + " hold no images; add some");
        }
        if (height == 0) {
            ImagePixels first = decode(images.get(0).file());
            height = first.height();
            width = first.width();
        }
        TensorSpec features = TensorSpec.features("features", ElementType.UINT8, colours.channels(), height, width);
        TensorSpec label = TensorSpec.classes("label", classes.size()).withClassNames(classes);
        wideLabels = label.type() == ElementType.INT32;
        return Survey.of(Schema.of(features, label), images.size(), testImages.size())
                .withClasses(images.stream().mapToInt(Labelled::label).toArray());
    }

    private static List<String> classes(Path folder) throws IOException {
        List<String> classes = sorted(folder, Files::isDirectory).stream()
                .map(p -> p.getFileName().toString())
                .toList();
        if (classes.isEmpty()) {
            throw new IllegalArgumentException(
                    "folder " + folder + " has no folders, so no classes; give each class a folder of images in it");
        }
        return classes;
    }

    private static List<Labelled> images(Path folder, List<String> classes) throws IOException {
        List<Labelled> images = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path classFolder = folder.resolve(classes.get(label));
            if (!Files.isDirectory(classFolder)) {
                continue;
            }
            for (Path file : sorted(classFolder, Files::isRegularFile)) {
                images.add(new Labelled(file, label));
            }
        }
        return images;
    }

    private static List<Path> sorted(Path folder, Predicate<Path> kind) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(kind)
                    .filter(p -> !p.getFileName().toString().startsWith("."))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new IOException("cannot list folder " + folder + " (" + e + "); correct its name", e);
        }
    }

    @Override
    public void read(ExampleSink sink) throws IOException {
        for (Labelled image : images) {
            sink.next();
            write(image, sink);
        }
        for (Labelled image : testImages) {
            sink.nextTest();
            write(image, sink);
        }
    }

    private void write(Labelled image, ExampleSink sink) throws IOException {
        decode(image.file()).write(sink.tensor(0));
        if (wideLabels) {
            sink.tensor(1).putInt(image.label());
        } else {
            sink.tensor(1).put((byte) image.label());
        }
    }

    private ImagePixels decode(Path file) throws IOException {
        return sized(file, ImageFile.read(file, colours));
    }

    private ImagePixels sized(Path file, ImagePixels pixels) {
        if (resized) {
            return pixels.scaled(height, width);
        }
        if (height > 0 && (pixels.height() != height || pixels.width() != width)) {
            throw new IllegalArgumentException("image " + file + " has " + pixels.height() + " by " + pixels.width()
                    + " pixels, the first one has " + height + " by " + width
                    + "; call size(height, width) to make them alike");
        }
        return pixels;
    }
}

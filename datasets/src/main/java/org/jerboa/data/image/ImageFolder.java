package org.jerboa.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder with a folder of images for each class. Hidden files, and folders in those of classes, are passed over. */
record ImageFolder(Path path) {

    record LabelledFile(Path file, int label) {}

    /** The classes, sorted. */
    List<String> classes() throws IOException {
        List<String> classes = sorted(path, Files::isDirectory).stream()
                .map(p -> p.getFileName().toString())
                .toList();
        if (classes.isEmpty()) {
            throw new IllegalArgumentException(
                    "folder " + path + " has no folders, so no classes; give each class a folder of images in it");
        }
        return classes;
    }

    /** All files in the folders of these classes, some of which may be missing, sorted by class and name. */
    List<LabelledFile> files(List<String> classes) throws IOException {
        List<LabelledFile> files = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path classFolder = path.resolve(classes.get(label));
            if (!Files.isDirectory(classFolder)) {
                continue;
            }
            // not "regular files": a link to nothing is to be reported, not passed over
            for (Path file : sorted(classFolder, f -> !Files.isDirectory(f))) {
                files.add(new LabelledFile(file, label));
            }
        }
        return files;
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
}

package org.jerboa.hazelcast;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar as users have: with the classes of their handler, and nothing of Jerboa. */
final class UserJar {

    private UserJar() {}

    /** Packs classes with all others of their packages. */
    static Path of(Path jar, List<Class<?>> handlers) throws Exception {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> handler : handlers) {
                Path source = Path.of(handler.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (Files.isDirectory(source)) {
                    pack(source, handler, out);
                } else {
                    try (FileSystem zip = FileSystems.newFileSystem(source)) {
                        pack(zip.getPath("/"), handler, out);
                    }
                }
            }
        }
        return jar;
    }

    private static void pack(Path root, Class<?> handler, ZipOutputStream out) throws IOException {
        try (Stream<Path> all = Files.list(root.resolve(handler.getPackageName().replace('.', '/')))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}

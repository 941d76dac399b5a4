package org.jerboa.mop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Does to the files of a study what bad disks and full ones do. */
final class DamagedFiles {

    private final Path folder;
    private final RandomGenerator chance;

    DamagedFiles(Path folder, RandomGenerator chance) {
        this.folder = folder;
        this.chance = chance;
    }

    private Path journal() {
        return folder.resolve("journal.jsonl");
    }

    private Path checkpoints(int trial) {
        return folder.resolve("checkpoints").resolve("trial-" + trial);
    }

    /** The newest checkpoint of a trial. */
    Optional<Path> newest(int trial) throws IOException {
        if (!Files.isDirectory(checkpoints(trial))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(checkpoints(trial))) {
            return files.max(Comparator.comparingInt(
                    file -> Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""))));
        }
    }

    /** Or nothing, if it is empty: it may have been truncated before. */
    void flipByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
            bytes[chance.nextInt(bytes.length)] ^= 1;
            Files.write(file, bytes);
        }
    }

    void truncate(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, chance.nextInt(Math.max(1, bytes.length))));
    }

    /** Flips a byte of a model that had to leave the memory; whoever reads it at this moment reads the old file. */
    boolean flipByteOfASpilledModel() {
        Path spill = folder.resolve("spill");
        try (Stream<Path> files = Files.walk(spill)) {
            List<Path> models = files.filter(file -> file.toString().endsWith(".checkpoint"))
                    .toList();
            if (models.isEmpty()) {
                return false;
            }
            Path model = models.get(chance.nextInt(models.size()));
            Path damaged = Files.copy(model, folder.resolve("damaged"), StandardCopyOption.REPLACE_EXISTING);
            flipByte(damaged);
            Files.move(damaged, model, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // it was taken back into memory meanwhile
        }
    }

    /**
     * From now on no checkpoint of a trial can be written, unless it has some: then it began in an earlier session, of which the
     * journal knows nothing any more.
     */
    void obstruct(int trial) throws IOException {
        Files.createDirectories(folder.resolve("checkpoints"));
        if (!Files.exists(checkpoints(trial))) {
            Files.writeString(checkpoints(trial), "not a folder");
        }
    }

    boolean removeObstruction(int trial) throws IOException {
        return Files.isRegularFile(checkpoints(trial)) && Files.deleteIfExists(checkpoints(trial));
    }

    // --- the journal

    /** The process died while it wrote the last line. */
    void tearJournal() throws IOException {
        List<String> lines = lines();
        String last = lines.remove(lines.size() - 1);
        write(lines, last.substring(0, chance.nextInt(last.length())));
    }

    /** Flips a byte in one of the later lines. */
    void flipByteOfJournal() throws IOException {
        List<String> lines = lines();
        int line = Math.max(2, lines.size() - 1 - chance.nextInt(30));
        byte[] bytes = lines.get(line).getBytes(StandardCharsets.UTF_8);
        bytes[chance.nextInt(bytes.length)] ^= 1;
        lines.set(line, new String(bytes, StandardCharsets.UTF_8));
        write(lines, "");
    }

    /** What the refusal of a damaged journal tells its user to do. */
    void cutJournalBefore(int line) throws IOException {
        write(lines().subList(0, line - 1), "");
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readString(journal()).lines().toList());
    }

    private void write(List<String> whole, String torn) throws IOException {
        StringBuilder text = new StringBuilder();
        whole.forEach(line -> text.append(line).append('\n'));
        Files.writeString(journal(), text + torn);
    }
}

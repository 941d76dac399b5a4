package org.jerboa.mop.steering;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files of a drop-box, {@code steering/} in a study's folder. A command is {@code NAME.command.json} until the study
 * takes it, then {@code NAME.taken.json}, and in the end {@code NAME.answer.json}, until its client takes that. Files
 * appear whole, by renaming, and who renames or deletes one first has it: a command is either taken or withdrawn.
 */
final class DropFolder {

    static final String COMMAND = ".command.json";
    static final String TAKEN = ".taken.json";
    static final String ANSWER = ".answer.json";
    private static final String HALF = ".tmp";
    private static final long MOST_BYTES = 1 << 20;

    private final Path folder;

    /** @param study the study's folder */
    DropFolder(Path study) {
        this.folder = study.resolve("steering");
    }

    void create() throws IOException {
        Files.createDirectories(folder);
    }

    // --- whom commands are for

    void open(CommandFormat.Session session) throws IOException {
        put("session.json", CommandFormat.write(session));
    }

    void close() throws IOException {
        Files.deleteIfExists(folder.resolve("session.json"));
    }

    /**
     * Empty if no study takes commands here.
     *
     * @throws IllegalArgumentException if it is one of another version
     */
    Optional<String> session() throws IOException {
        return read(folder.resolve("session.json")).map(CommandFormat::session).map(CommandFormat.Session::session);
    }

    // --- a client's part

    void send(String name, CommandFormat.Request request) throws IOException {
        put(name + COMMAND, CommandFormat.write(request));
    }

    /** Whether nobody has taken it, and nobody will. */
    boolean withdraw(String name) throws IOException {
        return Files.deleteIfExists(folder.resolve(name + COMMAND));
    }

    /** Takes the answer away. */
    Optional<CommandFormat.Answer> answer(String name) throws IOException {
        Path file = folder.resolve(name + ANSWER);
        Optional<CommandFormat.Answer> answer = read(file).map(CommandFormat::answer);
        if (answer.isPresent()) {
            Files.deleteIfExists(file);
        }
        return answer;
    }

    // --- the study's part

    /** Names of commands, taken or not, or of answers, in the order of their names. */
    SortedSet<String> names(String kind) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + kind)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    String name = file.getFileName().toString();
                    names.add(name.substring(0, name.length() - kind.length()));
                }
            }
        }
        return names;
    }

    /**
     * Takes a command away from whoever might withdraw it.
     *
     * @return its text; empty if it was withdrawn
     * @throws IllegalArgumentException if it is too long to be a command
     */
    Optional<String> take(String name) throws IOException {
        Path taken = folder.resolve(name + TAKEN);
        try {
            Files.move(folder.resolve(name + COMMAND), taken, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return read(taken);
    }

    /** Answers a command that was taken. */
    void answer(String name, CommandFormat.Answer answer) throws IOException {
        put(name + ANSWER, CommandFormat.write(answer));
        Files.deleteIfExists(folder.resolve(name + TAKEN));
    }

    /** Deletes what nobody will take any more: what is older than that and no command. */
    void sweep(Instant oldest) throws IOException {
        for (String kind : List.of(ANSWER, HALF)) {
            for (String name : names(kind)) {
                Path file = folder.resolve(name + kind);
                if (isOlder(file, oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant oldest) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** How long answers are kept for clients. */
    static Duration patience() {
        return Duration.ofMinutes(10);
    }

    /** Whole or not at all. */
    private void put(String name, String text) throws IOException {
        Path half = folder.resolve(name + HALF);
        try {
            Files.writeString(half, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new IllegalArgumentException("it has " + bytes + " bytes, and may have " + MOST_BYTES);
            }
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

package org.jerboa.mop.steering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jerboa.tune.study.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The study's side of a drop-box, with a study that remembers what it is told. */
class DropBoxTest {

    private static final Instant NOW = Instant.parse("2026-03-09T07:05:01Z");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path study;

    private DropFolder files;
    private final ConcurrentLinkedQueue<Command> carriedOut = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void makeFolder() throws IOException {
        files = new DropFolder(study);
        files.create();
    }

    @Test
    void handsCommandsOnInTheOrderOfTheirNamesAndAnswersThem() throws Exception {
        try (DropBox box = open(this::accept)) {
            assertThat(box).isNotNull();
            String session = session();
            for (int number = 0; number < 20; number++) {
                send("%013d-a".formatted(number), session, new Command.StopTrial(number));
            }
            for (int number = 0; number < 20; number++) {
                assertThat(answer("%013d-a".formatted(number)))
                        .isEqualTo(CommandFormat.Answer.accepted(OptionalInt.of(number)));
            }
        }
        assertThat(carriedOut)
                .containsExactlyElementsOf(Stream.iterate(0, number -> number + 1)
                        .limit(20)
                        .map(Command.StopTrial::new)
                        .toList());
        assertThat(names()).isEmpty();
    }

    @Test
    void aRefusalIsAnsweredWithItsReason() throws Exception {
        try (DropBox box =
                open(order -> CompletableFuture.failedFuture(new IllegalArgumentException("no such trial")))) {
            assertThat(box).isNotNull();
            send("1-a", session(), new Command.StopTrial(3));

            assertThat(answer("1-a")).isEqualTo(CommandFormat.Answer.refused("no such trial"));
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsRefusedAndNotCarriedOut() throws Exception {
        send("1-a", "an earlier session", new Command.DeleteTrial(3));
        Files.writeString(study.resolve("steering/2-b.taken.json"), "{}");
        Files.writeString(study.resolve("steering/session.json"), "{\"format\":1,\"session\":\"an earlier session\"}");

        try (DropBox box = open(this::accept)) {
            assertThat(box).isNotNull();
            assertThat(session()).isNotEqualTo("an earlier session");
            assertThat(answer("1-a").reason().orElseThrow())
                    .isEqualTo("it was given to a session of the study that ended before it came to it");
            assertThat(answer("2-b").reason().orElseThrow()).contains("its journal tells whether it took effect");
            send("3-c", "an earlier session", new Command.DeleteTrial(3));
            assertThat(answer("3-c").reason().orElseThrow()).isEqualTo("it was given to another session of the study");
        }
        assertThat(carriedOut).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsNoCommandIsRefusedAndTheNextOneCarriedOut() throws Exception {
        try (DropBox box = open(this::accept)) {
            assertThat(box).isNotNull();
            drop("1-a.command.json", "stop 7, please".getBytes(UTF_8));
            drop("2-b.command.json", new byte[] {(byte) 0xff, 0, 1});
            drop("3-c.command.json", new byte[2 << 20]);
            Files.createDirectories(study.resolve("steering/4-d.command.json"));
            Files.writeString(study.resolve("steering/notes.txt"), "not for the study");
            send("5-e", session(), new Command.PauseStudy());

            assertThat(answer("1-a").reason().orElseThrow()).startsWith("it is not JSON");
            assertThat(answer("2-b").reason().orElseThrow()).startsWith("it is not JSON");
            assertThat(answer("3-c").reason().orElseThrow()).isEqualTo("it has 2097152 bytes, and may have 1048576");
            assertThat(answer("5-e").accepted()).isTrue();
        }
        assertThat(carriedOut).containsExactly(new Command.PauseStudy());
        assertThat(names()).containsExactlyInAnyOrder("4-d.command.json", "notes.txt");
    }

    @Test
    void aStudyThatEndsRefusesWhatItHasNotTakenAndAnswersWhatItHas() throws Exception {
        CompletableFuture<OptionalInt> later = new CompletableFuture<>();
        DropBox box = open(order -> later);
        send("1-a", session(), new Command.PauseStudy());
        await().atMost(PATIENCE).until(() -> names().contains("1-a.taken.json"));
        box.close();
        send("2-b", "any session", new Command.PauseStudy());
        later.complete(OptionalInt.empty());

        assertThat(answer("1-a").accepted()).isTrue();
        assertThat(files.session()).isEmpty();
        assertThat(files.withdraw("2-b")).as("nobody has taken it").isTrue();
    }

    @Test
    void answersThatNobodyTakesGoInTheEnd() throws Exception {
        Path old = Files.writeString(study.resolve("steering/1-a.answer.json"), "{}");
        Path half = Files.writeString(study.resolve("steering/2-b.command.json.tmp"), "{");
        Path young = Files.writeString(study.resolve("steering/3-c.answer.json"), "{}");
        FileTime longAgo = FileTime.from(NOW.minus(DropFolder.patience()).minusSeconds(1));
        Files.setLastModifiedTime(old, longAgo);
        Files.setLastModifiedTime(half, longAgo);
        Files.setLastModifiedTime(young, FileTime.from(NOW.minusSeconds(1)));

        try (DropBox box = open(this::accept)) {
            assertThat(box).isNotNull();
            await().atMost(PATIENCE).until(() -> !Files.exists(old) && !Files.exists(half));
        }
        assertThat(young).exists();
    }

    private DropBox open(DropBox.Study study) throws IOException {
        return DropBox.open(this.study, study, InstantSource.fixed(NOW));
    }

    private CompletableFuture<OptionalInt> accept(Order order) {
        carriedOut.add(order.texts());
        OptionalInt number =
                order.texts() instanceof Command.StopTrial stop ? OptionalInt.of(stop.trial()) : OptionalInt.empty();
        return CompletableFuture.completedFuture(number);
    }

    private String session() throws IOException {
        return files.session().orElseThrow();
    }

    private void send(String name, String session, Command command) throws IOException {
        files.send(name, new CommandFormat.Request(CommandFormat.VERSION, session, command));
    }

    /** A file that is there whole or not at all, as the box takes whatever it finds. */
    private void drop(String name, byte[] content) throws IOException {
        Path whole = Files.write(study.resolve(name), content);
        Files.move(whole, study.resolve("steering").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private CommandFormat.Answer answer(String name) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> files.answer(name), Optional::isPresent)
                .orElseThrow();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(study.resolve("steering"))) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("session.json"))
                    .toList();
        }
    }
}

package org.jerboa.mop.steering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jerboa.mop.folder.FolderLock;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyException;

/**
 * Steers a study that runs in another process, or in this one, through its folder:
 *
 * <pre>{@code
 * StudyRemote study = StudyRemote.of(Path.of("studies/digits"));
 * study.steer(new Command.StopTrial(7));
 * Configuration changes = Configuration.ofTexts(Configuration.readTexts("learningRate=0.003"));
 * int clone = study.steer(new Command.CloneTrial(3, changes, true)).getAsInt();
 * }</pre>
 *
 * <p>Needs nothing of the study but its folder: configurations may be given as {@linkplain
 * org.jerboa.tune.space.Configuration#ofTexts texts}, and that of a clone names no more than what differs from its
 * parent's. Whoever may write into the folder may steer. Immutable and thread-safe; several may steer at once.
 */
public final class StudyRemote {

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 20;

    private final Path folder;
    private final Duration timeout;
    private final LongSupplier nanoClock;
    private final DropFolder files;

    /** @param nanoClock by which the timeout is measured; counts as {@link System#nanoTime} does */
    StudyRemote(Path folder, Duration timeout, LongSupplier nanoClock) {
        this.folder = folder;
        this.timeout = timeout;
        this.nanoClock = nanoClock;
        this.files = new DropFolder(folder);
    }

    /** The study in that folder, whether or not it runs. */
    public static StudyRemote of(Path folder) {
        return new StudyRemote(folder, USUAL_TIMEOUT, System::nanoTime);
    }

    /** How long a study may take to answer a command; 10 s unless set. */
    public StudyRemote timeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("timeout (" + value + ") must be longer than zero");
        }
        return new StudyRemote(folder, value, nanoClock);
    }

    /**
     * Whether a process works on the study.
     *
     * @throws StudyException if the folder cannot be read
     */
    public boolean isRunning() {
        try {
            return FolderLock.isTaken(folder);
        } catch (IOException e) {
            throw cannot("be looked at", e);
        }
    }

    /**
     * How the study stands, by its journal; of one that does not run too.
     *
     * @throws StudyException if there is no study in the folder, or its journal cannot be read
     */
    public StudyView view() {
        return StudyView.of(folder);
    }

    /**
     * Has a command carried out, and waits until it is accepted and journalled.
     *
     * @return number of the trial that it began; empty if it began none
     * @throws IllegalArgumentException if the study refused it, with its reason; nothing has changed then
     * @throws StudyException if no study runs here, or it did not answer in time; the message says whether the command may
     *     still take effect
     * @throws InterruptedException if the waiting thread was interrupted; the command is withdrawn if the study has not
     *     taken it
     */
    public OptionalInt steer(Command command) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + timeout.toNanos();
        try {
            String session = session(deadline);
            String name = String.format(
                    "%013d-%s",
                    InstantSource.system().millis(),
                    UUID.randomUUID().toString().substring(0, 8));
            files.send(name, new CommandFormat.Request(CommandFormat.VERSION, session, command));
            try {
                return result(answer(name, session, command, deadline));
            } catch (InterruptedException e) {
                files.withdraw(name);
                throw e;
            }
        } catch (IOException e) {
            throw cannot("be written to or read", e);
        }
    }

    /**
     * Has commands carried out one after another, up to the first that is refused.
     *
     * @throws IllegalArgumentException if one was refused; the message says which, those before it have taken effect
     * @throws StudyException as {@link #steer(Command)}
     * @throws InterruptedException as {@link #steer(Command)}
     */
    public void steer(List<Command> commands) throws InterruptedException {
        for (int i = 0; i < commands.size(); i++) {
            try {
                steer(commands.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "command " + (i + 1) + " of " + commands.size() + ", " + commands.get(i)
                                + ", was refused, those before it were carried out: " + e.getMessage(),
                        e);
            }
        }
    }

    private static OptionalInt result(CommandFormat.Answer answer) {
        if (!answer.accepted()) {
            throw new IllegalArgumentException(answer.reason().orElse("the study gave no reason"));
        }
        return answer.trial().map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Whom to address; a study that is about to begin, or to end, has no drop-box for a moment. */
    private String session(long deadline) throws IOException, InterruptedException {
        while (true) {
            if (!isRunning()) {
                throw notRunning();
            }
            Optional<String> session = present();
            if (session.isPresent()) {
                return session.get();
            }
            if (nanoClock.getAsLong() - deadline > 0) {
                throw new StudyException("the study in " + folder + " runs, but took no commands within " + timeout
                        + ": it has just ended, or is of an older version of the library; steer it from its"
                        + " own process");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private CommandFormat.Answer answer(String name, String session, Command command, long deadline)
            throws IOException, InterruptedException {
        while (true) {
            boolean over = isOver(session); // before the look: whatever is answered is answered before the end
            Optional<CommandFormat.Answer> answer = files.answer(name);
            if (answer.isPresent()) {
                return answer.get();
            }
            boolean late = nanoClock.getAsLong() - deadline > 0;
            if (over || late) {
                boolean withdrawn = files.withdraw(name);
                return files.answer(name).orElseThrow(() -> unanswered(command, over, withdrawn));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Whether the session that was addressed is certain to answer nothing more. */
    private boolean isOver(String session) throws IOException {
        return !isRunning() || present().filter(other -> !other.equals(session)).isPresent();
    }

    private Optional<String> present() throws IOException {
        try {
            return files.session();
        } catch (IllegalArgumentException e) {
            throw new StudyException("the study in " + folder + " cannot be spoken to: " + e.getMessage(), e);
        }
    }

    private StudyException unanswered(Command command, boolean over, boolean withdrawn) {
        String when = over ? "before the study in " + folder + " ended" : "within " + timeout;
        return new StudyException(
                withdrawn
                        ? command + " was not taken " + when + ", and will not take effect"
                        : command + " was taken, but not answered " + when
                                + "; whether it took effect is in the study's journal");
    }

    private StudyException notRunning() {
        if (!Files.isRegularFile(StudyFolder.journal(folder))) {
            return new StudyException("there is no study in folder " + folder + "; give the folder of a running one");
        }
        return new StudyException("no process works on the study in folder " + folder
                + ", so it takes no commands; go on with it by resume()");
    }

    private StudyException cannot(String what, IOException cause) {
        return new StudyException("folder " + folder + " cannot " + what + " (" + cause + ")", cause);
    }
}

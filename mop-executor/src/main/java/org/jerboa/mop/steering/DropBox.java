package org.jerboa.mop.steering;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a running study takes commands from other processes. Looks into its folder ten times a second, on a thread of its
 * own: that costs less than a thousandth of a core, and unlike being notified works on every file system.
 *
 * <p>Commands are handed on in the order in which they are seen; of several that are seen at once, the one that was written
 * first goes first, by its client's clock. Only those that were written for this session of the study are carried out:
 * what an earlier process left is refused, and so is what comes too late.
 */
public final class DropBox implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DropBox.class);

    private static final long LOOK_MILLIS = 100;
    private static final long CLOSE_SECONDS = 10;

    /** The study that is steered. */
    @FunctionalInterface
    public interface Study {

        /**
         * Has an order carried out, and returns at once.
         *
         * @return complete when the order is in the journal, with the number of the trial that it began, if it began
         *     one; exceptionally if it is refused, with the reason for a message
         */
        CompletableFuture<OptionalInt> steer(Order order);
    }

    private final DropFolder files;
    private final String session = UUID.randomUUID().toString();
    private final Study study;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "jerboa-steering");
        worker.setDaemon(true);
        return worker;
    });
    private boolean closed;
    private boolean complained;

    private DropBox(DropFolder files, Study study, InstantSource clock) {
        this.files = files;
        this.study = study;
        this.clock = clock;
    }

    /**
     * Opens the drop-box in a study's folder, which the study has locked.
     *
     * @throws IOException if it cannot be made
     */
    public static DropBox open(Path folder, Study study, InstantSource clock) throws IOException {
        DropBox box = new DropBox(new DropFolder(folder), study, clock);
        box.files.create();
        box.refuseAll("it was given to a session of the study that ended before it came to it");
        for (String name : box.files.names(DropFolder.TAKEN)) {
            box.answer(
                    name,
                    CommandFormat.Answer.refused(
                            "the study died while it carried this out; its journal tells" + " whether it took effect"));
        }
        box.files.open(new CommandFormat.Session(CommandFormat.VERSION, box.session));
        box.start();
        return box;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with its thread, and throws nothing
    private void start() {
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (closed) {
            return;
        }
        try {
            for (String name : files.names(DropFolder.COMMAND)) {
                handle(name);
            }
            files.sweep(clock.instant().minus(DropFolder.patience()));
        } catch (IOException | RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.warn("Commands in the study's folder cannot be read; this is said once", e);
            }
        }
    }

    private void handle(String name) throws IOException {
        Optional<Order> order;
        try {
            order = order(name);
        } catch (IllegalArgumentException e) {
            LOG.warn("Command {} in the study's folder was refused: {}", name, e.getMessage());
            answer(name, CommandFormat.Answer.refused(String.valueOf(e.getMessage())));
            return;
        }
        order.ifPresent(taken -> carryOut(name, taken));
    }

    /** Takes a command; empty if it was withdrawn. */
    private Optional<Order> order(String name) throws IOException {
        Optional<CommandFormat.Request> request = files.take(name).map(CommandFormat::request);
        if (request.filter(sent -> !sent.session().equals(session)).isPresent()) {
            throw new IllegalArgumentException("it was given to another session of the study");
        }
        return request.map(sent -> new Order(sent.command()));
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // what it waits for is said to the client, and answer() throws nothing
    private void carryOut(String name, Order order) {
        study.steer(order).whenComplete((trial, refusal) -> {
            CommandFormat.Answer answer = refusal == null
                    ? CommandFormat.Answer.accepted(trial)
                    : CommandFormat.Answer.refused(reason(refusal));
            LOG.info(
                    "{} {}",
                    order.texts(),
                    answer.reason().map(why -> "refused: " + why).orElse("accepted"));
            answer(name, answer);
        });
    }

    private static String reason(Throwable refusal) {
        Throwable cause =
                refusal instanceof CompletionException && refusal.getCause() != null ? refusal.getCause() : refusal;
        return cause instanceof IllegalArgumentException ? String.valueOf(cause.getMessage()) : cause.toString();
    }

    private void answer(String name, CommandFormat.Answer answer) {
        try {
            files.answer(name, answer);
        } catch (IOException e) {
            LOG.warn("Command {} cannot be answered: {}", name, answer, e);
        }
    }

    private void refuseAll(String reason) throws IOException {
        for (String name : files.names(DropFolder.COMMAND)) {
            boolean mine;
            try {
                mine = files.take(name).isPresent();
            } catch (IllegalArgumentException e) {
                mine = true; // too long to be a command
            }
            if (mine) {
                LOG.warn("Command {} in the study's folder was not carried out: {}", name, reason);
                answer(name, CommandFormat.Answer.refused(reason));
            }
        }
    }

    /** Takes no more commands. Those that were taken are answered all the same when the study comes to them. */
    @Override
    public void close() {
        thread.execute(this::end);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "The folder's commands are still being looked at after {} s; leaving it at that",
                        CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        closed = true;
        try {
            files.close();
            refuseAll("the study ended before it came to it");
        } catch (IOException e) {
            LOG.warn("The study's folder still looks as if commands were taken there", e);
        }
    }
}

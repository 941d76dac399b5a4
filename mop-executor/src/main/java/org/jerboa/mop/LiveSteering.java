package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.mop.steering.DropBox;
import org.jerboa.mop.steering.Order;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Trial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of a study's user, from this process and, through the study's folder, from others. */
final class LiveSteering implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSteering.class);

    private final SearchSpace space;
    private final Coordinator coordinator;
    private final LiveEffects effects;
    private final Inbox inbox;
    private final Storage storage;
    private Optional<DropBox> dropBox = Optional.empty();

    /** Written by the coordinator's thread before the inbox is closed, after which others may read it. */
    private boolean over;

    LiveSteering(SearchSpace space, Coordinator coordinator, LiveEffects effects, Inbox inbox, Storage storage) {
        this.space = space;
        this.coordinator = coordinator;
        this.effects = effects;
        this.inbox = inbox;
        this.storage = storage;
    }

    /** Takes commands from other processes. A study that cannot be steered by them runs all the same. */
    void open(InstantSource clock) {
        storage.folder().ifPresent(folder -> open(folder, clock));
    }

    private void open(Path folder, InstantSource clock) {
        try {
            dropBox = Optional.of(DropBox.open(folder, this::steerFromOutside, clock));
        } catch (IOException e) {
            LOG.warn("The study in {} cannot be steered by other processes", folder, e);
        }
    }

    /** As {@link org.jerboa.tune.study.StudyHandle#steer} says. */
    void steer(Command command) {
        if (inbox.isOwner()) {
            // a listener is called in the middle of a change, and must not begin another
            inbox.add(() -> {
                try {
                    carryOut(command);
                } catch (IllegalArgumentException e) {
                    LOG.warn("A listener's command was refused: {}", e.getMessage());
                }
            });
        } else {
            inbox.ask(() -> carryOut(command));
        }
    }

    private CompletableFuture<OptionalInt> steerFromOutside(Order order) {
        return inbox.request(() -> carryOut(order.in(space, this::configuration)))
                .thenCompose(begun -> storage.recorded().thenApply(done -> begun));
    }

    private Configuration configuration(int trial) {
        List<Trial> trials = coordinator.trials();
        if (trial < 0 || trial >= trials.size()) {
            throw new IllegalArgumentException("there is no trial " + trial + "; there are " + trials.size());
        }
        return trials.get(trial).configuration();
    }

    /** Returns the number of the trial that the command began, if it began one. */
    private OptionalInt carryOut(Command command) {
        if (over) {
            throw new IllegalArgumentException("the search has ended, so there is nothing to steer by " + command
                    + "; go on with the study by resume(), or start another one");
        }
        effects.drainAdded();
        coordinator.steer(command);
        return effects.drainAdded();
    }

    /** The coordinator's work is over, whatever ended it: commands are refused. */
    @Override
    public void close() {
        over = true;
        dropBox.ifPresent(DropBox::close);
    }
}

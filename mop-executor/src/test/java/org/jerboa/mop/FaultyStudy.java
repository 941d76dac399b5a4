package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** A study that a seed lets everything happen to, in as many sessions as it takes. */
final class FaultyStudy {

    private static final int MOST_SESSIONS = 12;
    private static final Duration UNIT_TIMEOUT = Duration.ofMillis(500);
    private static final Pattern DAMAGED_LINE = Pattern.compile("line (\\d+) of journal .* does not have the checksum");

    private final RandomGenerator chance;
    private final SearchAlgorithm search;
    private final Path folder;
    private final DamagedFiles files;
    private final FaultTally tally;
    private final FaultyHandler<PlainMlp> handler;
    private final MopExecutor settings;
    private final int obstructed;

    /** Units after which a session is to end in some way; grows from session to session. */
    private int goal;

    /**
     * @param faults of the handler
     * @param obstructed trial whose first checkpoint the disk does not take; -1 for none
     */
    FaultyStudy(long seed, SearchAlgorithm search, Path folder, Fault[] faults, int obstructed, FaultTally tally) {
        this.chance = RandomStreams.stream(seed, "trouble");
        this.search = search;
        this.folder = folder;
        this.files = new DamagedFiles(folder, RandomStreams.stream(seed, "damage"));
        this.tally = tally;
        this.handler = new FaultyHandler<>(Fixture.HANDLER, faults);
        this.settings = MopExecutor.threads(1 + chance.nextInt(3))
                .modelCache(chance.nextInt(3) == 0 ? 0 : 1 << 20)
                .retries(10)
                .unitTimeout(UNIT_TIMEOUT);
        this.obstructed = obstructed;
    }

    private Study<PlainMlp> study(ModelHandler<PlainMlp> with, Session session) {
        return Fixture.study(with)
                .search(search)
                .folder(folder)
                .on(watched(new Unreliable(settings, RandomStreams.stream(chance.nextLong(), "reports"), tally)))
                .listener(session::on);
    }

    /** Runs it to its end. */
    void run() throws Exception {
        for (int number = 0; number < MOST_SESSIONS; number++) {
            StudyResult<PlainMlp> result = new Session(number == MOST_SESSIONS - 1).run(number > 0);
            if (result != null && result.status() == StudyStatus.COMPLETED) {
                handler.struck().forEach(tally::count);
                return;
            }
        }
        throw new AssertionError("not done after " + MOST_SESSIONS + " sessions");
    }

    /** One process's work on the study, and what happens to its files afterwards. */
    private final class Session {

        private final AtomicReference<StudyHandle<PlainMlp>> running = new AtomicReference<>();
        private final boolean last;
        private boolean over;
        private int units;

        Session(boolean last) {
            this.last = last;
            goal += 5 + chance.nextInt(40);
        }

        private StudyResult<PlainMlp> run(boolean resume) throws Exception {
            StudyResult<PlainMlp> result = null;
            try {
                Study<PlainMlp> study = study(new LosesAWorker(handler, !last && chance.nextInt(4) == 0), this);
                StudyHandle<PlainMlp> handle = resume ? study.startResumed() : study.start();
                running.set(handle);
                result = handle.await();
                if (result.status() == StudyStatus.STOPPED) {
                    tally.count(FaultKind.STOPPED);
                    damageFiles(result);
                }
            } catch (StudyException e) {
                heed(e);
            }
            return result;
        }

        /** A study that cannot go on says why, and what to do. */
        private void heed(StudyException e) throws IOException {
            Matcher damaged = DAMAGED_LINE.matcher(String.valueOf(e.getMessage()));
            if (damaged.find()) {
                files.cutJournalBefore(Integer.parseInt(damaged.group(1)));
                tally.count(FaultKind.JOURNAL_FLIPPED);
            } else if (!e.getMessage().contains("no worker is left")) { // which was counted when it left
                assertThat(e).hasStackTraceContaining("nterrupt");
                tally.count(FaultKind.JOURNAL_FAILS);
            }
        }

        private void damageFiles(StudyResult<PlainMlp> result) throws IOException {
            for (Trial trial : result.ranking()) {
                // only of those that are read again: nobody looks at the files of trials that have ended
                if (trial.status() == TrialStatus.RUNNING && chance.nextInt(2) == 0) {
                    damage(trial.id());
                }
            }
            if (chance.nextInt(3) == 0) {
                files.tearJournal();
                tally.count(FaultKind.JOURNAL_TORN);
            } else if (chance.nextInt(3) == 0) {
                files.flipByteOfJournal();
            }
        }

        private void damage(int trial) throws IOException {
            Path newest = files.newest(trial).orElse(null);
            if (newest == null) {
                return;
            }
            switch (chance.nextInt(3)) {
                case 0 -> {
                    files.flipByte(newest);
                    tally.count(FaultKind.CHECKPOINT_FLIPPED);
                }
                case 1 -> {
                    files.truncate(newest);
                    tally.count(FaultKind.CHECKPOINT_TRUNCATED);
                }
                default -> {
                    Files.delete(newest);
                    tally.count(FaultKind.CHECKPOINT_MISSING);
                }
            }
        }

        // --- on the coordinator's thread

        private void on(StudyEvent event, Object progress) {
            try {
                disturb(event);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            if (chance.nextInt(60) == 0) {
                tally.count(FaultKind.LISTENER_THROWS);
                throw new IllegalStateException("a listener's own trouble");
            }
        }

        private void disturb(StudyEvent event) throws IOException {
            if (event instanceof StudyEvent.TrialStarted start && start.trial() == obstructed) {
                files.obstruct(obstructed);
            } else if (event instanceof StudyEvent.CheckpointFailed failed
                    && failed.trial() == obstructed
                    && files.removeObstruction(obstructed)) {
                tally.count(FaultKind.DISK_ERROR);
            } else if (event instanceof StudyEvent.WorkerLeft left) {
                handler.letGo();
                if (left.reason().contains(LosesAWorker.REASON)) {
                    tally.count(FaultKind.WORKER_LEAVES);
                }
            } else if (event instanceof StudyEvent.UnitTrained) {
                trained();
            }
        }

        private void trained() {
            units++;
            if (chance.nextInt(6) == 0 && files.flipByteOfASpilledModel()) {
                tally.count(FaultKind.SPILLED_MODEL_DAMAGED);
            }
            StudyHandle<PlainMlp> handle = running.get();
            if (last || over || units < goal || handle == null) {
                return;
            }
            over = true;
            handler.letGo(); // closing would wait for what is stuck
            if (chance.nextInt(3) > 0) {
                handle.stop();
            } else {
                interruptJournal();
            }
        }

        /** As a disk that is full, it cannot go on writing. */
        private void interruptJournal() {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("jerboa-journal"))
                    .forEach(Thread::interrupt);
        }
    }

    /** Whose second worker cannot be prepared, if it has one. */
    private static final class LosesAWorker extends ForwardingHandler<PlainMlp> {

        static final String REASON = "libtool.so";

        private static final long serialVersionUID = 1L;

        private final transient AtomicInteger prepared = new AtomicInteger();
        private final boolean loses;

        LosesAWorker(ModelHandler<PlainMlp> delegate, boolean loses) {
            super(delegate);
            this.loses = loses;
        }

        @Override
        public void prepareWorker(int toolThreads) {
            if (prepared.incrementAndGet() == 2 && loses) {
                throw new UnsatisfiedLinkError(REASON);
            }
            super.prepareWorker(toolThreads);
        }
    }

    /** The executor under test, with a bad line to its workers. */
    private record Unreliable(MopExecutor settings, RandomGenerator chance, FaultTally tally) implements StudyExecutor {

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> definition) {
            StudyRun<M> run = StudyRun.open(
                    definition, settings, InstantSource.system(), pool -> new UnreliablePool(pool, chance, tally));
            run.start();
            return run;
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch) {
            return settings.replay(definition, trial, epoch);
        }
    }
}

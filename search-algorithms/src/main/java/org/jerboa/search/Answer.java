package org.jerboa.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher.Ask;

/** The answer to one question, while it is being made. */
final class Answer implements Turn {

    private final Ask ask;
    private final Terms terms;
    private final Proposals proposals;
    private final History history;
    private final Sampler sampler;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<TrialRecord> endedByRules = new ArrayList<>();
    private int started;
    private int trained;

    Answer(Ask ask, Terms terms, Proposals proposals, History history, Sampler sampler) {
        this.ask = ask;
        this.terms = terms;
        this.proposals = proposals;
        this.history = history;
        this.sampler = sampler;
    }

    @Override
    public int wanted() {
        return Math.max(0, ask.wanted() - started - trained);
    }

    @Override
    public boolean mayStart() {
        return started < ask.allowed() && proposals.mayHaveMore();
    }

    @Override
    public Optional<TrialRecord> start() {
        if (!mayStart()) {
            return Optional.empty();
        }
        return proposals.next(ask.nextTrial() + started).map(configuration -> {
            decisions.add(new Decision.Start(configuration));
            return begin(configuration);
        });
    }

    @Override
    public Optional<TrialRecord> cloneOf(TrialRecord parent, Configuration configuration) {
        if (started >= ask.allowed()) {
            return Optional.empty();
        }
        decisions.add(new Decision.Clone(parent.number(), configuration));
        return Optional.of(begin(configuration));
    }

    private TrialRecord begin(Configuration configuration) {
        TrialRecord trial = history.begin(ask.nextTrial() + started, configuration);
        started++;
        sampler.changed(trial);
        return trial;
    }

    @Override
    public boolean allows(Configuration configuration) {
        return terms.constraints().allows(configuration);
    }

    @Override
    public void train(TrialRecord trial) {
        if (terms.ends(trial, history)) {
            stop(trial);
            endedByRules.add(trial);
            return;
        }
        trained++;
        decisions.add(new Decision.Train(trial.number()));
    }

    @Override
    public void complete(TrialRecord trial) {
        decisions.add(new Decision.Complete(trial.number()));
        end(trial, TrialRecord.Status.COMPLETE);
    }

    @Override
    public void stop(TrialRecord trial) {
        decisions.add(new Decision.Stop(trial.number()));
        end(trial, TrialRecord.Status.STOPPED);
    }

    private void end(TrialRecord trial, TrialRecord.Status status) {
        history.become(trial, status);
        sampler.changed(trial);
    }

    /** Trials that were to be trained, but a rule has ended them; each is given once. */
    List<TrialRecord> takeEndedByRules() {
        List<TrialRecord> taken = List.copyOf(endedByRules);
        endedByRules.clear();
        return taken;
    }

    List<Decision> decisions() {
        return decisions;
    }
}

package org.jerboa.search;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jspecify.annotations.Nullable;

/** Keeps the history and lets the two halves of a {@link Search} know of it. */
final class ComposedSearcher implements Searcher {

    private final Terms terms;
    private final Allocator allocator;
    private final Proposals proposals;
    private final Sampler sampler;
    private final History history;

    ComposedSearcher(Terms terms, History history, Sampler sampler, Allocator allocator) {
        this.terms = terms;
        this.history = history;
        this.sampler = sampler;
        this.allocator = allocator;
        this.proposals = new Proposals(new ArrayDeque<>(terms.known()), sampler, history, terms.trials());
    }

    @Override
    public List<Decision> ask(Ask ask) {
        Answer answer = new Answer(ask, terms, proposals, history, sampler);
        List<TrialRecord> ended;
        do {
            allocator.allocate(answer);
            ended = answer.takeEndedByRules();
            ended.forEach(allocator::ended);
        } while (!ended.isEmpty());
        return answer.decisions();
    }

    @Override
    public void tell(TrialEvent event) {
        if (event instanceof TrialEvent.Added added) {
            TrialRecord trial = history.begin(added.trial(), added.configuration());
            sampler.changed(trial);
            allocator.added(trial);
            return;
        }
        @Nullable TrialRecord trial = history.find(event.trial());
        if (trial == null || trial.status() != TrialRecord.Status.RUNNING) {
            // ended while the report of its epoch was on the way
            return;
        }
        if (event instanceof TrialEvent.EpochFinished epoch) {
            history.epochFinished(trial, epoch.metrics());
            sampler.changed(trial);
            allocator.epochFinished(trial);
        } else if (event instanceof TrialEvent.Failed) {
            end(trial, TrialRecord.Status.FAILED);
        } else if (event instanceof TrialEvent.Ended) {
            end(trial, TrialRecord.Status.STOPPED);
        }
    }

    private void end(TrialRecord trial, TrialRecord.Status status) {
        history.become(trial, status);
        sampler.changed(trial);
        allocator.ended(trial);
    }

    @Override
    public OptionalLong plannedEpochs() {
        return allocator.plannedEpochs();
    }
}

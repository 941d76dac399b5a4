package org.jerboa.search.allocation.population;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/** Trains a population, as {@link Population} says. */
final class PopulationAllocator implements Allocator {

    private final Population settings;
    private final Explorer explorer;
    private final RandomGenerator choice;

    /** All that can be trained, and those that are complete, by trial. */
    private final Map<Integer, Member> members = new LinkedHashMap<>();

    /** Those that have come to an age at which they are judged, and wait for it. */
    private final Map<Integer, Member> ready = new LinkedHashMap<>();

    /** Those that finished an epoch since the last turn, in that order. */
    private final Map<Integer, Member> reported = new LinkedHashMap<>();

    private int toStart;
    private int vacancies;
    private long trained;

    PopulationAllocator(Population settings, Explorer explorer, long seed) {
        this.settings = settings;
        this.explorer = explorer;
        this.choice = RandomStreams.stream(seed, "population");
        this.toStart = settings.size();
    }

    @Override
    public void epochFinished(TrialRecord trial) {
        @Nullable Member member = members.get(trial.number());
        if (member != null) {
            trained++;
            reported.put(trial.number(), member);
        }
    }

    @Override
    public void ended(TrialRecord trial) {
        @Nullable Member member = members.remove(trial.number());
        reported.remove(trial.number());
        ready.remove(trial.number());
        boolean failed = trial.status() == TrialRecord.Status.FAILED;
        vacancies += member != null && failed && !member.isGuest() ? 1 : 0;
    }

    @Override
    public void added(TrialRecord trial) {
        members.put(trial.number(), Member.guest(trial));
    }

    @Override
    public void allocate(Turn turn) {
        begin(turn);
        reported.values().forEach(member -> report(member, turn));
        reported.clear();
        for (List<Member> cohort = nextCohort(); !cohort.isEmpty(); cohort = nextCohort()) {
            cohort.forEach(member -> ready.remove(member.trial().number()));
            judge(cohort, turn);
        }
    }

    private void begin(Turn turn) {
        while (toStart > 0 && turn.mayStart()) {
            turn.start().ifPresent(trial -> {
                members.put(trial.number(), Member.born(trial));
                toStart--;
            });
        }
        toStart = 0;
    }

    private void report(Member member, Turn turn) {
        if (member.age() >= settings.maxEpochs()) {
            member.complete();
            turn.complete(member.trial());
        } else if (member.age() % settings.interval() == 0) {
            ready.put(member.trial().number(), member);
        } else {
            turn.train(member.trial());
        }
    }

    /** Members of one age that wait, and have waited long enough to be judged. */
    private List<Member> nextCohort() {
        for (Member first : ready.values()) {
            int age = first.age();
            if (first.isGuest() || !settings.synchronous()) {
                return List.of(first);
            }
            if (members.values().stream().allMatch(member -> member.isGuest() || member.age() >= age)) {
                return ready.values().stream()
                        .filter(member -> !member.isGuest() && member.age() == age)
                        .toList();
            }
        }
        return List.of();
    }

    private void judge(List<Member> cohort, Turn turn) {
        int age = cohort.get(0).age();
        Ranking ranking = new Ranking(age, members.values(), settings.quantile());
        List<Member> trainOn = new ArrayList<>();
        for (Member member : cohort) {
            boolean replaced = ranking.isAmongWorst(member)
                    && chosen(ranking.best())
                            .filter(parent -> parent.lossAt(age) < member.lossAt(age))
                            .map(parent -> replace(member, parent, turn))
                            .orElse(false);
            if (!replaced) {
                trainOn.add(member);
            }
        }
        fillVacancies(ranking, turn);
        // Last, as a trial's stopping (by a rule of the search) takes the weights that others may start from.
        trainOn.forEach(member -> turn.train(member.trial()));
    }

    private Optional<Member> chosen(List<Member> parents) {
        return parents.isEmpty()
                ? Optional.empty()
                : Optional.of(parents.get((int) (Explorer.uniform(choice) * parents.size())));
    }

    /** @return whether the study's limit allowed it */
    private boolean replace(Member member, Member parent, Turn turn) {
        Optional<TrialRecord> clone = cloneOf(parent, turn);
        clone.ifPresent(trial -> {
            members.put(trial.number(), Member.descending(trial, parent, member.isGuest()));
            members.remove(member.trial().number());
            turn.stop(member.trial());
        });
        return clone.isPresent();
    }

    private void fillVacancies(Ranking ranking, Turn turn) {
        boolean more = true;
        while (vacancies > 0 && more) {
            Optional<Member> parent = chosen(ranking.best());
            Optional<TrialRecord> clone = parent.flatMap(from -> cloneOf(from, turn));
            if (parent.isPresent() && clone.isPresent()) {
                members.put(clone.get().number(), Member.descending(clone.get(), parent.get(), false));
                vacancies--;
            }
            more = clone.isPresent();
        }
    }

    private Optional<TrialRecord> cloneOf(Member parent, Turn turn) {
        Configuration configuration = explorer.explore(parent.trial().configuration(), turn::allows);
        return turn.cloneOf(parent.trial(), configuration);
    }

    @Override
    public OptionalLong plannedEpochs() {
        long planned = trained + (long) toStart * settings.maxEpochs();
        for (Member member : members.values()) {
            planned += Math.max(0, settings.maxEpochs() - member.age());
        }
        return OptionalLong.of(planned);
    }
}

package org.jerboa.mop.schedule;

import org.jerboa.mop.plan.Plan;
import org.jerboa.mop.plan.Planner;
import org.jerboa.mop.plan.Rule;
import org.jerboa.mop.plan.Shop;
import org.jerboa.tune.random.RandomStreams;

/** How an executor chooses which unit runs next. With a seeded {@link ShardOrder} it makes a difference to time only. */
public enum Scheduling {

    /**
     * Plans what is left of an epoch from measured times, keeps the best of many plans, follows it and plans again when
     * something has changed ({@link PlanningScheduler}).
     */
    PORTFOLIO {
        @Override
        public Scheduler scheduler(long seed) {
            return new PlanningScheduler(new OfPortfolio(), RandomStreams.seed(seed, "plans"), MOST_UNITS);
        }
    },

    /** As {@link #PORTFOLIO}, but each plan is a Latin square: best for trials that cost the same. */
    CYCLIC {
        @Override
        public Scheduler scheduler(long seed) {
            return new PlanningScheduler(new OfRule(Rule.CYCLIC), RandomStreams.seed(seed, "plans"), MOST_UNITS);
        }
    },

    /** A free slot takes the trial with the most training time left in its epoch; nothing is planned. */
    LONGEST_REMAINING {
        @Override
        public Scheduler scheduler(long seed) {
            return ListScheduler.longestRemaining();
        }
    },

    /** A free slot takes any trial, at random: what the Cerebro paper settles for. */
    RANDOMISED {
        @Override
        public Scheduler scheduler(long seed) {
            return ListScheduler.randomised(RandomStreams.stream(seed, "schedule"));
        }
    };

    /** Of a plan, at most; it takes some 80 bytes a unit, which may be half of the heap. */
    private static final long MOST_UNITS = Runtime.getRuntime().maxMemory() / 2 / 80;

    /**
     * A new scheduler, for one session of one study.
     *
     * @param seed the study's
     */
    public abstract Scheduler scheduler(long seed);

    private record OfRule(Rule rule) implements PlanMaker {

        @Override
        public Plan plan(Shop shop, long seed) {
            return new Planner().plan(shop, rule, seed);
        }

        @Override
        public long effort(Shop shop) {
            return shop.units();
        }
    }

    private record OfPortfolio() implements PlanMaker {

        @Override
        public Plan plan(Shop shop, long seed) {
            return new Planner().plan(shop, seed);
        }

        @Override
        public long effort(Shop shop) {
            return Planner.effort(shop.units());
        }
    }
}

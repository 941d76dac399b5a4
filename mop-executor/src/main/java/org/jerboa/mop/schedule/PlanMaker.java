package org.jerboa.mop.schedule;

import org.jerboa.mop.plan.Plan;
import org.jerboa.mop.plan.Shop;

/** A way to plan. */
interface PlanMaker {

    Plan plan(Shop shop, long seed);

    /** Units that it simulates at most for a shop, or as much work. */
    long effort(Shop shop);
}

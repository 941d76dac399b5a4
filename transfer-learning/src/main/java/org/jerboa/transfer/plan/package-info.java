/**
 * Which layers of a network are computed when, and what is kept in between: plans, what they cost, and the search for the cheapest
 * that fits into a budget; and how large the workers that compute them must be.
 *
 * <p>After Supun Nakandala and Arun Kumar, <i>Vista: Optimized System for Declarative Feature Transfer from Deep CNNs at
 * Scale</i>, SIGMOD 2020, section 4, which chooses between the lazy, the eager and the staged plan; here these three are the corners of one
 * space of plans.
 */
@NullMarked
package org.jerboa.transfer.plan;

import org.jspecify.annotations.NullMarked;

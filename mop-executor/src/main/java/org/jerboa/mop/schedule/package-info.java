/**
 * Which unit runs where: the schedulers that a study can choose from, and the cost model that they predict with. Knows
 * nothing of studies, searches or workers' code.
 */
@NullMarked
package org.jerboa.mop.schedule;

import org.jspecify.annotations.NullMarked;

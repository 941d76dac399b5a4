package org.jerboa.search.sampling;

import java.util.Iterator;
import org.jerboa.tune.space.Configuration;

/** Configurations in the order of their trials, made when they are asked for. */
interface Candidates extends Iterator<Configuration> {}

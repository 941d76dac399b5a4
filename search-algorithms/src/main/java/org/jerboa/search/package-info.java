/**
 * Search algorithms. Each is an immutable description of its settings, made by static methods and refined by others, that
 * makes one stateful searcher per study; the searcher names the set of trials to train next, and is told what became of
 * each.
 *
 * <ul>
 *   <li>{@link org.jerboa.search.RandomSearch}: independent draws from the whole space;
 *   <li>{@link org.jerboa.search.SobolSearch}: points that fill the space evenly;
 *   <li>{@link org.jerboa.search.Tpe}: configurations where good ones are dense against the others;
 *   <li>{@link org.jerboa.search.CmaEs}: a normal distribution that follows the good trials;
 *   <li>{@link org.jerboa.search.GeneticSearch}: children of the fittest trials;
 *   <li>{@link org.jerboa.search.Nsga2}: children of trials that none beats in all of several objectives;
 *   <li>{@link org.jerboa.search.GridSearch}: every combination of evenly spread values, in order or shuffled;
 *   <li>{@link org.jerboa.search.SuccessiveHalving}, {@link org.jerboa.search.Hyperband}, {@link org.jerboa.search.Asha}: many
 *       trials get few epochs each, and the best of them more;
 *   <li>{@link org.jerboa.search.Bohb}: Hyperband over configurations from a model of the results;
 *   <li>{@link org.jerboa.search.PopulationTraining}: hyperparameters that change while a population trains;
 *   <li>{@link org.jerboa.search.ComposedSearch}: any sampling with any allocation.
 * </ul>
 *
 * <p>{@link org.jerboa.search.SearchAlgorithms#automatic} chooses one. Rules that end trials of any of them are in {@link org.jerboa.search.rule}.
 *
 * <p>Nothing here knows how, where or how fast a trial is trained: no executor, no clock, no deep-learning tool.
 */
@NullMarked
package org.jerboa.search;

import org.jspecify.annotations.NullMarked;

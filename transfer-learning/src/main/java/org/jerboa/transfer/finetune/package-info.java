/**
 * Fine-tuning of a trained network: many configurations, each of which freezes the network up to some layer and trains the rest, over
 * outputs of frozen layers that are computed once. {@link org.jerboa.transfer.finetune.FineTuning} is where to begin.
 *
 * <p>After Supun Nakandala and Arun Kumar, <i>Nautilus: An Optimized System for Deep Transfer Learning over Evolving Training
 * Datasets</i>, SIGMOD 2022, section 4: which layers a model loads, computes or leaves out is a minimum cut. Fusing models into one, section
 * 5 there, is not done.
 */
@NullMarked
package org.jerboa.transfer.finetune;

import org.jspecify.annotations.NullMarked;

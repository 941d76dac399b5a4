package org.jerboa.transfer;

import java.io.Serializable;

/**
 * What a downstream model stands between.
 *
 * @param features numbers that it is given for one example
 * @param outputs classes, or numbers to predict
 * @param classes whether it chooses among classes
 */
public record HeadShape(int features, int outputs, boolean classes) implements Serializable {}

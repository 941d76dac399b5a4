package org.jerboa.transfer.finetune;

import java.io.Serializable;
import org.jerboa.transfer.HeadFunction;
import org.jerboa.transfer.HeadShape;

/**
 * New layers in the place of what is behind a layer of the network.
 *
 * @param layer the last that is kept
 * @param features the vertex with its output as a vector, which the new layers read
 * @param prefix what the names of the new layers begin with
 */
record HeadOn(String layer, String features, String prefix, HeadFunction function, HeadShape shape)
        implements Serializable {}
